/** A button that opens a light panel beside it: native popover (light dismiss, Escape), focus moves in and returns. */
import { useEffect, useId, useRef, useState, type ReactNode } from 'react'

export function Popover(props: {
  /** Accessible name of the button. */
  name: string
  className?: string
  content: ReactNode
  align?: 'start' | 'end'
  children: (close: () => void) => ReactNode
}) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const place = () => {
    const from = button.current?.getBoundingClientRect()
    const to = panel.current
    if (!from || !to) return
    to.style.top = `${Math.round(Math.max(8, Math.min(from.bottom + 6, window.innerHeight - to.offsetHeight - 8)))}px`
    const left = props.align === 'end' ? from.right - to.offsetWidth : from.left
    to.style.left = `${Math.round(Math.max(12, Math.min(left, window.innerWidth - to.offsetWidth - 12)))}px`
  }
  useEffect(() => {
    if (!open) return
    addEventListener('resize', place)
    return () => removeEventListener('resize', place)
  })
  return (
    <>
      <button
        ref={button}
        type="button"
        className={props.className}
        aria-label={props.name}
        aria-expanded={open}
        aria-controls={id}
        popoverTarget={id}
      >
        {props.content}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        className="popover"
        onToggle={(event) => {
          const nowOpen = event.newState === 'open'
          setOpen(nowOpen)
          if (!nowOpen) return
          requestAnimationFrame(() => {
            place()
            const inside = panel.current
            ;(
              inside?.querySelector<HTMLElement>('[aria-current="true"]') ??
              inside?.querySelector<HTMLElement>('button:not(:disabled), input, a')
            )?.focus()
          })
        }}
      >
        {open && props.children(() => document.getElementById(id)?.hidePopover())}
      </div>
    </>
  )
}
