/** An on/off switch with its words in sight. */
export function Switch(props: {
  name: string
  words: string
  on: boolean
  onChange: (on: boolean) => void
  disabled?: boolean
}) {
  return (
    <button
      type="button"
      role="switch"
      className="switch"
      aria-checked={props.on}
      aria-label={props.name}
      disabled={props.disabled}
      onClick={() => props.onChange(!props.on)}
    >
      {props.words}
      <span className="switch-track" aria-hidden="true" />
    </button>
  )
}
