/** A line of text with its label above it, as the forms of the models panel have them. */
import { useId, type InputHTMLAttributes } from 'react'

interface TextFieldProps extends Pick<
  InputHTMLAttributes<HTMLInputElement>,
  'type' | 'placeholder' | 'inputMode'
> {
  label: string
  value: string
  onChange: (value: string) => void
}

export function TextField({ label, value, onChange, ...input }: TextFieldProps) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="textbox"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        {...input}
      />
    </div>
  )
}
