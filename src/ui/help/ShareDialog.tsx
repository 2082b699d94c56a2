/** What is on the screen as a link, to copy and to read from the screen, and as a snippet for a web page. */
import { useMemo, useState } from 'react'
import { selectSession } from '../../lab/state/selectors.ts'
import { page } from '../actions.ts'
import { useLab, useLabState } from '../lab.tsx'
import { Dialog } from '../parts/Dialog.tsx'
import { Switch } from '../parts/Switch.tsx'
import { Qr } from './Qr.tsx'
import './ShareDialog.css'

export default function ShareDialog() {
  const lab = useLab()
  const recorded = useLabState((s) => selectSession(s).bundled !== null)
  const [controls, setControls] = useState(true)
  const link = useMemo(() => lab.runs.shareLink(controls), [lab, controls])
  const snippet = useMemo(() => lab.runs.embedSnippet(), [lab])
  return (
    <Dialog title="Share" className="share" onClose={() => lab.choices.openPanel(null)}>
      <Qr link={link} />
      {recorded && (
        <Switch
          name="For a class: the question, the attempt and the lesson, without controls"
          words="For a class, without controls"
          on={!controls}
          onChange={(on) => setControls(!on)}
        />
      )}
      <Copied what="the link" label="Link to what is on the screen" text={link} />
      {snippet !== null && (
        <Copied what="the snippet" label="Snippet that shows it in a web page" text={snippet} />
      )}
    </Dialog>
  )
}

function Copied({ what, label, text }: { what: string; label: string; text: string }) {
  const lab = useLab()
  return (
    <div className="share-text">
      <label className="field">
        <span>{label}</span>
        <textarea
          className="textbox"
          rows={4}
          readOnly
          value={text}
          onFocus={(event) => event.target.select()}
        />
      </label>
      <button
        type="button"
        className="button"
        onClick={() =>
          page.copy(text).then(
            () => lab.notices.notify('Copied.'),
            () =>
              lab.notices.notify(
                'The browser did not let this page copy: select the text and copy it.',
                'error',
              ),
          )
        }
      >
        {`Copy ${what}`}
      </button>
    </div>
  )
}
