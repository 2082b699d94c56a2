/** The model in a few numbers, what it runs on, and the way to another one. */
import { bigNumber, grouped, megabytes } from '../../lab/text/format.ts'
import { selectView } from '../../lab/state/selectors.ts'
import { useAction } from '../actions.ts'
import { useLab, useLabState } from '../lab.tsx'
import { Choice } from '../parts/Choice.tsx'

export function ModelMenu({ close }: { close: () => void }) {
  const lab = useLab()
  const model = useLabState((s) => s.engine.model ?? selectView(s).model)
  const backend = useLabState((s) => s.engine.backend ?? selectView(s).backend)
  const loaded = useLabState((s) => s.engine.model !== null)
  const bytes = useLabState((s) => (s.engine.choice.kind === 'bundled' ? s.liveBytes : 0))
  const models = useAction('models')
  const chosen = useLabState((s) => s.settings.backend)
  return (
    <div className="model-menu">
      {model && (
        <dl>
          <dt>Model</dt>
          <dd>{model.name}</dd>
          <dt>Parameters</dt>
          <dd>{model.parameters > 0 ? bigNumber(model.parameters) : 'not known'}</dd>
          <dt>Trained here</dt>
          <dd>{model.served ? 'nothing' : bigNumber(model.adapterParameters)}</dd>
          <dt>Vocabulary</dt>
          <dd>{grouped(model.vocabulary)} tokens</dd>
          <dt>Window</dt>
          <dd>{grouped(model.contextLength)} tokens</dd>
          {!model.served && (
            <>
              <dt>Size</dt>
              <dd>{megabytes(model.bytes, true)}</dd>
            </>
          )}
        </dl>
      )}
      {backend && <p className="menu-note">{backend.reason}</p>}
      <p className="model-menu-head" id="backend-choice">
        Runs on
      </p>
      <Choice
        label="Backend"
        value={chosen}
        onChange={(next) => lab.choices.changeSettings({ backend: next })}
        options={[
          { value: 'auto', name: 'The faster, measured', content: 'Measured' },
          { value: 'webgpu', name: 'WebGPU', content: 'WebGPU', disabled: !('gpu' in navigator) },
          { value: 'wasm', name: 'CPU', content: 'CPU' },
        ]}
      />
      {!('gpu' in navigator) && (
        <p className="menu-note">This browser has no WebGPU: live runs use the CPU.</p>
      )}
      {!loaded && (
        <button
          type="button"
          className="button"
          onClick={() => {
            lab.choices.setSource('live')
            lab.live.load()
            close()
          }}
        >
          Load model{bytes > 0 && `, ${megabytes(bytes)}`}
        </button>
      )}
      <button
        type="button"
        className="button"
        onClick={() => {
          close()
          models.perform()
        }}
      >
        Another model
      </button>
    </div>
  )
}
