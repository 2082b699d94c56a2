/** Which model: the bundled one, the catalogue, any of the hub, an address, or files of one's own; what each needs, what is kept here, and how a fetch goes. */
import { useEffect, useMemo } from 'react'
import { inOneLine } from '../../explained-error.ts'
import { catalogue, type CatalogueEntry } from '../../engine/catalogue.ts'
import { sizes } from '../../engine/sizes.ts'
import { bigNumber, grouped, megabytes } from '../../lab/text/format.ts'
import { originKey } from '../../lab/control/models.ts'
import { stepProfileWords } from '../../lab/words/step-profile.ts'
import { hubKey } from '../../lm/weights/hub.ts'
import { useAction } from '../actions.ts'
import { useLab, useLabState } from '../lab.tsx'
import { backendNames } from '../header/Header.tsx'
import { Dialog } from '../parts/Dialog.tsx'
import { AskHub } from './AskHub.tsx'
import { AskServer } from './AskServer.tsx'
import { ModelRow } from './ModelRow.tsx'
import { verdictOn } from '../../engine/verdict.ts'
import { useDevice } from './needs.ts'
import './ModelPanel.css'

const bundled = 'tiny'

export default function ModelPanel() {
  const lab = useLab()
  useEffect(() => lab.models.refresh(), [lab])
  const trouble = useLabState((s) => s.models.trouble)
  const backend = useLabState((s) => s.engine.backend)
  const profile = useLabState(stepProfileWords)
  const files = useAction('model-files')
  return (
    <Dialog title="Models" className="models" fillsPhone onClose={() => lab.choices.openPanel(null)}>
      <p className="models-intro">
        Everything runs in this tab, but for a model on a server of your own choice. A model is fetched only
        when you ask for it, and kept in this browser.
      </p>
      {backend && (
        <p className="models-backend">
          {backendNames[backend.name]}: {backend.reason}
        </p>
      )}
      {profile && <p className="models-backend">{profile}</p>}
      {trouble && (
        <p className="error-text" role="alert">
          {inOneLine(trouble)}
        </p>
      )}
      <ul className="model-list" aria-label="Bundled model">
        <Bundled />
      </ul>
      <AskHub />
      <p className="models-files">
        <button type="button" className="button" onClick={files.perform}>
          {files.label}
        </button>
        <span>
          A GGUF file, or config.json, safetensors and the tokenizer’s files together. Or drop them anywhere
          on the page; they are read where they are.
        </span>
      </p>
      <AskServer />
      <Kept />
      <section aria-label="Catalogue">
        <h3 className="models-head">On the hub</h3>
        <ul className="model-list">
          {catalogue.map((entry) => (
            <Known key={entry.id} entry={entry} />
          ))}
        </ul>
      </section>
    </Dialog>
  )
}

function Bundled() {
  const lab = useLab()
  const inUse = useLabState((s) => s.engine.loaded?.kind === 'bundled')
  return (
    <li className="model-row">
      <div className="model-said">
        <h3>
          tiny-js <span className="chip">bundled</span>
          {inUse && <span className="chip in-use">in use</span>}
        </h3>
        <p>
          Answers tickets about lists and records in one JavaScript expression. Learns in seconds; what the
          lessons are about.
        </p>
        <p className="model-facts">
          <span>{megabytes(sizes.models[bundled] ?? 0, true)}</span>
          <span>mit</span>
        </p>
      </div>
      <div className="model-do">
        {!inUse && (
          <button type="button" className="button" onClick={() => lab.models.useBundled(bundled)}>
            Load
          </button>
        )}
      </div>
    </li>
  )
}

function Known({ entry }: { entry: CatalogueEntry }) {
  const device = useDevice()
  const verdict = useMemo(() => verdictOn(entry.config, entry.settings, device), [entry, device])
  const origin = { kind: 'hub', id: entry.id, revision: 'main' } as const
  return (
    <ModelRow
      origin={origin}
      modelKey={originKey(origin)}
      name={entry.name}
      about={entry.about}
      facts={[
        entry.id,
        `${bigNumber(entry.parameters)} parameters`,
        `${grouped(entry.config.maxPositions)} tokens`,
        entry.licence,
      ]}
      bytes={entry.downloadBytes}
      verdict={verdict}
      gated={entry.gated}
    />
  )
}

/** What is kept that is listed nowhere else. */
function Kept() {
  const stored = useLabState((s) => s.models.stored)
  const room = useLabState((s) => s.models.room)
  const looked = useLabState((s) => s.models.looked?.key)
  const listed = new Set([...catalogue.map(({ id }) => hubKey({ id, revision: 'main' })), looked])
  const others = stored?.filter(({ key }) => !listed.has(key)) ?? []
  const kept = stored?.reduce((sum, { bytes }) => sum + bytes, 0) ?? 0
  if (others.length === 0 && kept === 0) return null
  return (
    <section aria-label="Kept in this browser">
      <h3 className="models-head">
        Kept in this browser
        <small>
          {megabytes(kept)}
          {room && ` of ${megabytes(room.quota - room.usage + kept)} there is room for`}
        </small>
      </h3>
      {others.length > 0 && (
        <ul className="model-list">
          {others.map((model) => (
            <ModelRow
              key={model.key}
              origin={null}
              modelKey={model.key}
              name={model.name}
              about=""
              facts={[model.origin, ...(model.license ? [model.license] : [])]}
              bytes={model.totalBytes}
              verdict={null}
              gated={false}
            />
          ))}
        </ul>
      )}
    </section>
  )
}
