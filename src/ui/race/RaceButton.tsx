/** The way to the race, in the rail: it also says how far one has come. */
import { useAction } from '../actions.ts'

export function RaceButton() {
  const { label, perform } = useAction('race')
  return (
    <button type="button" className="link-button" aria-haspopup="dialog" onClick={perform}>
      {label}
    </button>
  )
}
