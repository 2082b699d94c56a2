/** Everything that has a name, found by typing it: fed by the same registry as the buttons and the keys (ARIA combobox with a list box). */
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import type { Action } from '../../lab/actions/action.ts'
import { actions } from '../../lab/actions/registry.ts'
import { findActions } from '../../lab/actions/palette.ts'
import { page } from '../actions.ts'
import { useLab } from '../lab.tsx'
import { Dialog } from '../parts/Dialog.tsx'
import { keysOf } from '../parts/keys.ts'
import './Palette.css'

export function Palette() {
  const lab = useLab()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  // What the palette itself cannot change while it is open is read once.
  const [state] = useState(() => lab.store.getState())
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLUListElement>(null)
  // After the dialog has opened, which would choose the close button.
  useEffect(() => input.current?.focus(), [])
  const found = findActions(actions, state, text)
  const current = found[Math.min(at, found.length - 1)]
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [current])

  const perform = (action: Action) => {
    lab.choices.openPanel(null)
    action.perform(lab, page)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (by !== undefined && found.length > 0)
      setAt((Math.min(at, found.length - 1) + by + found.length) % found.length)
    else if (event.key === 'Enter' && current) perform(current.action)
    else return
    event.preventDefault()
  }
  return (
    <Dialog title="Find an act" className="palette" onClose={() => lab.choices.openPanel(null)}>
      <input
        ref={input}
        type="text"
        role="combobox"
        className="palette-text"
        aria-label="Find an act"
        aria-expanded="true"
        aria-controls={`${id}list`}
        aria-activedescendant={current && `${id}${current.action.id}`}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder="What do you want to do?"
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <ul ref={list} id={`${id}list`} role="listbox" aria-label="Acts" className="palette-list">
        {found.map((entry) => (
          <li
            key={entry.action.id}
            id={`${id}${entry.action.id}`}
            role="option"
            aria-selected={entry === current}
            onPointerMove={() => setAt(found.indexOf(entry))}
            onClick={() => perform(entry.action)}
          >
            <span>{entry.marked.map((part, i) => (part.hit ? <b key={i}>{part.text}</b> : part.text))}</span>
            {entry.action.pressed?.(state) && <small>on</small>}
            {keysOf(entry.action).map((key) => (
              <kbd key={key} className="key">
                {key}
              </kbd>
            ))}
          </li>
        ))}
      </ul>
      <p className={found.length === 0 ? 'palette-none' : 'quiet'} role="status">
        {found.length === 0 ? 'Nothing here has that name.' : `${found.length} found`}
      </p>
    </Dialog>
  )
}
