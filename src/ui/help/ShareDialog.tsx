/** What is on the screen as a link, to copy and to read from the screen. */
import { useMemo } from 'react'
import { page } from '../actions.ts'
import { useLab } from '../lab.tsx'
import { Dialog } from '../parts/Dialog.tsx'
import { Qr } from './Qr.tsx'
import './ShareDialog.css'

export default function ShareDialog() {
  const lab = useLab()
  const link = useMemo(() => lab.runs.shareLink(), [lab])
  return (
    <Dialog title="Share" className="share" onClose={() => lab.choices.openPanel(null)}>
      <Qr link={link} />
      <Copied label="Link to what is on the screen" text={link} />
    </Dialog>
  )
}

function Copied({ label, text }: { label: string; text: string }) {
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
        Copy
      </button>
    </div>
  )
}
