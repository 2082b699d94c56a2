/** Any model by its name or address: what it is and needs is shown before anything large is fetched. */
import { useId, useState, type FormEvent } from 'react'
import { inOneLine } from '../../explained-error.ts'
import { llamaConfigSchema } from '../../lm/config.ts'
import { countParameters } from '../../lm/memory.ts'
import { publicHub } from '../../lm/weights/hub.ts'
import { bigNumber, grouped } from '../../lab/text/format.ts'
import type { Looked } from '../../lab/state/models-state.ts'
import { useLab, useLabState } from '../lab.tsx'
import { ModelRow } from './ModelRow.tsx'
import { TextField } from './TextField.tsx'
import { verdictOn } from '../../engine/verdict.ts'
import { useDevice } from './needs.ts'

export function AskHub() {
  const lab = useLab()
  const { hub, token, looking, looked } = useLabState((s) => s.models)
  const faults = useLabState((s) => s.models.faults)
  const [text, setText] = useState('')
  const [file, setFile] = useState('')
  const [askedKey, setAskedKey] = useState<string | null>(null)
  const fault = askedKey !== null && looked === null ? faults[askedKey] : undefined
  const textId = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    lab.models.look(text, file)
    setAskedKey(lab.store.getState().models.looking)
  }
  return (
    <section className="ask-hub" aria-label="Any other model">
      <form onSubmit={submit}>
        <div className="ask-line">
          <label className="quiet" htmlFor={textId}>
            Model of the hub, or address
          </label>
          <input
            id={textId}
            className="textbox"
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder="owner/name, or an address"
            autoComplete="off"
            spellCheck={false}
          />
          <button type="submit" className="button" disabled={text.trim() === '' || looking !== null}>
            {looking === null ? 'Look' : 'Looking'}
          </button>
        </div>
        <details>
          <summary>Revision, file, token, another hub</summary>
          <p>A revision goes behind an @: owner/name@v1.0.</p>
          <div className="ask-more">
            <TextField
              label="GGUF file, where there are several"
              value={file}
              onChange={setFile}
              placeholder="model-Q8_0.gguf"
            />
            <TextField
              label="Token, for gated models"
              type="password"
              value={token}
              onChange={(token) => lab.models.setAccess({ token })}
              placeholder="hf_…"
            />
            <TextField
              label="Hub"
              value={hub}
              onChange={(hub) => lab.models.setAccess({ hub })}
              placeholder={publicHub}
            />
          </div>
          <p>The token goes to this hub alone, and is forgotten with the tab.</p>
        </details>
      </form>
      {fault && (
        <p className="error-text" role="alert">
          {inOneLine(fault)}
        </p>
      )}
      {looked && (
        <ul className="model-list">
          <Found looked={looked} />
        </ul>
      )}
    </section>
  )
}

function Found({ looked }: { looked: Looked }) {
  const { key, origin, name, license, totalBytes, config: stated } = looked
  const device = useDevice()
  const run = useLabState((s) => s.settings.config)
  const config = stated && llamaConfigSchema.safeParse(stated)
  const facts = [
    ...(config?.success
      ? [
          `${bigNumber(countParameters(config.data))} parameters`,
          `${grouped(config.data.maxPositions)} tokens`,
        ]
      : []),
    license ?? 'licence not stated',
  ]
  const verdict = config?.success
    ? verdictOn(config.data, run, device)
    : config
      ? {
          fit: 'no' as const,
          why: `It does not run here: ${config.error.issues.map(({ message }) => message).join('; ')}.`,
        }
      : null
  return (
    <ModelRow
      origin={origin}
      modelKey={key}
      name={name}
      about=""
      facts={facts}
      bytes={totalBytes}
      verdict={verdict}
      gated={false}
    />
  )
}
