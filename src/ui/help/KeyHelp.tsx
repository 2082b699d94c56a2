/** The keys, as the lab knows them. */
import { useLab } from '../lab.tsx'
import { Dialog } from '../parts/Dialog.tsx'
import './KeyHelp.css'

const rows: readonly [keys: readonly string[], words: string][] = [
  [['Space'], 'Play or pause'],
  [['→'], 'Next act'],
  [['←'], 'Previous act'],
  [['Shift', '→'], 'Next update'],
  [['Shift', '←'], 'Previous update'],
  [['Home'], 'To the start'],
  [['End'], 'To the end'],
  [['J', 'K'], 'Next, previous attempt'],
  [['← →'], 'In the strip: move the pin'],
  [['G'], 'SDPO or GRPO credit'],
  [['C'], 'Compare credits'],
  [['F'], 'Feedback to the teacher'],
  [['E'], 'Someone else’s feedback'],
  [['W'], 'Same weights for both'],
  [['H'], 'The token through time'],
  [['M'], 'Tokens that mattered'],
  [['N'], 'Next page of the lesson'],
  [['R'], 'Race the arms'],
  [['P'], 'Present'],
  [['S'], 'Settings'],
  [['T'], 'Theme'],
  [['Ctrl', 'K'], 'Find an act'],
  [['?'], 'These keys'],
  [['Esc'], 'Close'],
]

export function KeyHelp() {
  const lab = useLab()
  return (
    <Dialog title="Keys" onClose={() => lab.openPanel(null)}>
      <dl className="keys">
        {rows.map(([keys, words]) => (
          <div key={words}>
            <dt>{keys.map((key) => <kbd key={key} className="key">{key}</kbd>)}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <p className="menu-note">Off while typing.</p>
    </Dialog>
  )
}
