/** A radio group in one pill: one tab stop, arrows move and choose (WAI-ARIA radio pattern). */
import { useRef, type KeyboardEvent, type ReactNode } from 'react'

export interface ChoiceOption<T extends string> {
  value: T
  /** Accessible name. */
  name: string
  content: ReactNode
  disabled?: boolean
}

export function Choice<T extends string>(props: {
  label: string
  value: T
  options: readonly ChoiceOption<T>[]
  onChange: (value: T) => void
  className?: string
}) {
  const group = useRef<HTMLDivElement>(null)
  const enabled = props.options.filter((option) => !option.disabled)
  const move = (event: KeyboardEvent, by: number) => {
    const at = enabled.findIndex((option) => option.value === props.value)
    const next = enabled[(at + by + enabled.length) % enabled.length]
    if (!next) return
    event.preventDefault()
    event.stopPropagation()
    props.onChange(next.value)
    group.current?.querySelector<HTMLElement>(`[data-value="${CSS.escape(next.value)}"]`)?.focus()
  }
  return (
    <div
      ref={group}
      role="radiogroup"
      aria-label={props.label}
      className={`choice ${props.className ?? ''}`}
      onKeyDown={(event) => {
        if (event.altKey || event.ctrlKey || event.metaKey) return
        if (event.key === 'ArrowRight' || event.key === 'ArrowDown') move(event, 1)
        if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') move(event, -1)
      }}
    >
      {props.options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === props.value}
          aria-label={option.name}
          data-value={option.value}
          disabled={option.disabled}
          tabIndex={option.value === props.value ? 0 : -1}
          onClick={() => props.onChange(option.value)}
        >
          {option.content}
        </button>
      ))}
    </div>
  )
}
