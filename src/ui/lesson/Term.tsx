/** A word of the field with its meaning: on hover, focus and tap. */
import { useId, useState } from 'react'
import { glossary } from './glossary.ts'

export function Term({ word }: { word: string }) {
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <>
      <button
        type="button"
        className="term"
        aria-describedby={open ? id : undefined}
        onClick={() => setOpen(true)}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onPointerEnter={({ pointerType }) => pointerType === 'mouse' && setOpen(true)}
        onPointerLeave={({ pointerType }) => pointerType === 'mouse' && setOpen(false)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !open) return
          event.stopPropagation()
          setOpen(false)
        }}
      >
        {word}
      </button>
      {open && (
        <span role="tooltip" id={id} className="term-meaning">
          {glossary[word]}
        </span>
      )}
    </>
  )
}
