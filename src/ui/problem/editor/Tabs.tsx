/** Tabs (WAI-ARIA): one tab stop, arrows move and show. */
import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react'

export interface Tab<T extends string> {
  value: T
  name: string
  /** Something in it wants mending. */
  marked: boolean
}

export function Tabs<T extends string>(props: {
  label: string
  value: T
  tabs: readonly Tab<T>[]
  onChange: (value: T) => void
  children: ReactNode
}) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent) => {
    const last = props.tabs.length - 1
    const at = props.tabs.findIndex(({ value }) => value === props.value)
    const next = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key]
    if (next === undefined) return
    event.preventDefault()
    props.onChange(props.tabs[next]!.value)
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus()
  }
  return (
    <>
      <div ref={list} role="tablist" aria-label={props.label} className="tabs" onKeyDown={move}>
        {props.tabs.map(({ value, name, marked }) => (
          <button
            key={value}
            type="button"
            role="tab"
            id={`${id}-${value}`}
            aria-selected={value === props.value}
            aria-controls={`${id}-panel`}
            tabIndex={value === props.value ? 0 : -1}
            onClick={() => props.onChange(value)}
          >
            {name}
            {marked && <i className="tab-mark" role="img" aria-label="needs a change" />}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${props.value}`} className="tab-panel">
        {props.children}
      </div>
    </>
  )
}
