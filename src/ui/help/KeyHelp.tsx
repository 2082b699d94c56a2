/** The keys, as the registry of acts has them, and those that a part of the screen has of its own. */
import { actions } from '../../lab/actions/registry.ts'
import { useLab, useLabState } from '../lab.tsx'
import { Dialog } from '../parts/Dialog.tsx'
import { keysOf } from '../parts/keys.ts'
import './KeyHelp.css'

const own: readonly [keys: readonly string[], words: string][] = [
  [['←', '→'], 'In the strip: move the pin'],
  [['←', '→'], 'On a line of time: move through it'],
  [['↓', '↑'], 'On a slide: the next act, the act before'],
  [['B'], 'On a slide: show nothing'],
]

export function KeyHelp() {
  const lab = useLab()
  const state = useLabState((s) => s)
  const rows = [
    ...actions
      .filter((action) => action.keys.length > 0)
      .map((action) => [keysOf(action), action.name(state) ?? action.label(state)] as const),
    ...own,
  ]
  return (
    <Dialog title="Keys" className="key-help" onClose={() => lab.choices.openPanel(null)}>
      <dl className="keys">
        {rows.map(([keys, words]) => (
          <div key={words}>
            <dt>
              {keys.map((key) => (
                <kbd key={key} className="key">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <p className="menu-note">Off while typing.</p>
    </Dialog>
  )
}
