/** A modal dialog on the native element (useModal.ts), with its title and a button that closes it; Escape closes too. */
import { useRef, type ReactNode } from 'react'
import { Icon } from './Icon.tsx'
import { useModal } from './useModal.ts'

export function Dialog(props: {
  title: string
  onClose: () => void
  children: ReactNode
  className?: string
  /** The window itself on a phone. */
  fillsPhone?: boolean
}) {
  const ref = useRef<HTMLDialogElement>(null)
  useModal(ref)
  return (
    <dialog
      ref={ref}
      className={`dialog ${props.fillsPhone ? 'fills-phone ' : ''}${props.className ?? ''}`}
      aria-label={props.title}
      onCancel={(event) => {
        // A choice of files that is called off says so to all around it.
        if (event.target !== ref.current) return
        event.preventDefault()
        props.onClose()
      }}
      onClick={(event) => {
        if (event.target === ref.current) props.onClose()
      }}
    >
      <div className="dialog-head">
        <h2>{props.title}</h2>
        <button
          type="button"
          className="button icon bare"
          aria-label={`Close ${props.title.toLowerCase()}`}
          onClick={props.onClose}
        >
          <Icon name="close" />
        </button>
      </div>
      <div className="dialog-body">{props.children}</div>
    </dialog>
  )
}
