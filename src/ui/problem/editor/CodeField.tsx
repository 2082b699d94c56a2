/**
 * Code or tests to be typed: Monaco where it loads, a plain text area until then, on phones and where
 * it cannot load, with the same function. Tab writes a tab in Monaco; Escape, then Tab leaves it.
 */
import { useEffect, useId, useRef, useState } from 'react'
import { useLabState } from '../../lab.tsx'
import { phone, useMedia } from '../../parts/useMedia.ts'
import type { CodeEditor, CodeLanguage } from './monaco.ts'

export interface Mark {
  /** From 1. */
  line: number
  message: string
}

export function CodeField(props: {
  label: string
  value: string
  language: CodeLanguage
  placeholder?: string
  rows?: number
  marks?: readonly Mark[]
  /** Said under the field, before how to leave it. */
  help?: string
  onChange: (value: string) => void
  /** Mod+Enter. */
  onSubmit?: () => void
}) {
  const {
    label,
    value,
    language,
    placeholder = '',
    rows = 10,
    marks = none,
    help,
    onChange,
    onSubmit,
  } = props
  const id = useId()
  const small = useMedia(phone)
  const dark = useMedia('(prefers-color-scheme: dark)')
  const theme = useLabState((s) => s.settings.theme)
  const place = useRef<HTMLDivElement>(null)
  const area = useRef<HTMLTextAreaElement>(null)
  const editor = useRef<CodeEditor | null>(null)
  const latest = useRef({ value, language, onChange, onSubmit })
  const [state, setState] = useState<'plain' | 'rich' | 'unavailable'>('plain')
  const [leaving, setLeaving] = useState(false)

  useEffect(() => {
    latest.current = { value, language, onChange, onSubmit }
  })

  useEffect(() => {
    if (small || !place.current) return
    const at = place.current
    let gone = false
    import('./monaco.ts').then(
      ({ createCodeEditor, followTheme }) => {
        if (gone) return
        followTheme()
        const plain = area.current
        const focused = plain !== null && document.activeElement === plain
        const offset = plain?.selectionStart ?? 0
        editor.current = createCodeEditor(at, {
          label,
          placeholder,
          value: latest.current.value,
          language: latest.current.language,
          onChange: (next) => latest.current.onChange(next),
          onBlur: () => setLeaving(false),
          onSubmit: () => latest.current.onSubmit?.(),
        })
        setState('rich')
        if (focused) editor.current.focus(offset)
      },
      () => {
        if (!gone) setState('unavailable')
      },
    )
    return () => {
      gone = true
      editor.current?.dispose()
      editor.current = null
      setState('plain')
    }
  }, [small, label, placeholder])

  useEffect(() => editor.current?.setValue(value), [value, state])
  useEffect(() => editor.current?.setLanguage(language), [language, state])
  useEffect(() => editor.current?.setMarks(marks), [marks, state])
  useEffect(() => {
    if (state === 'rich') void import('./monaco.ts').then(({ followTheme }) => followTheme())
  }, [theme, dark, state])

  const rich = state === 'rich'
  return (
    <div className="code-field">
      <div
        ref={place}
        className="code-rich"
        hidden={!rich}
        style={{ height: `${rows * 20 + 18}px` }}
        onKeyDownCapture={(event) => {
          // The first Escape frees Tab, the next one is the dialog's. Monaco's own lists come before both.
          if (
            event.key !== 'Escape' ||
            leaving ||
            place.current?.querySelector(
              '.suggest-widget.visible, .find-widget.visible, .parameter-hints-widget.visible',
            )
          )
            return
          event.preventDefault()
          event.stopPropagation()
          editor.current?.letTabLeave(true)
          setLeaving(true)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !leaving) event.preventDefault()
        }}
      />
      {!rich && (
        <textarea
          ref={area}
          className="textbox"
          aria-label={label}
          aria-describedby={id}
          aria-invalid={marks.length > 0}
          rows={rows}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          placeholder={placeholder}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !onSubmit) return
            event.preventDefault()
            onSubmit()
          }}
        />
      )}
      <p id={id} className="code-help">
        {help}
        {rich && (
          <span className="code-leave" role="status">
            {leaving ? 'Tab now leaves the editor.' : 'Esc, then Tab leaves the editor.'}
          </span>
        )}
        {state === 'unavailable' && (
          <span className="code-leave">
            The code editor could not be loaded. This field does the same without colours.
          </span>
        )}
      </p>
      {!rich && marks.length > 0 && (
        <ul className="error-text">
          {marks.map(({ line, message }, i) => (
            <li key={i}>{`Line ${line}: ${message}`}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

const none: readonly Mark[] = []
