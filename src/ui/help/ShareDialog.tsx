/** What is on the screen as a link, to copy and to read from the screen, and as a snippet for a web page. */
import { useMemo } from 'react'
import { page } from '../actions.ts'
import { useLab } from '../lab.tsx'
import { Dialog } from '../parts/Dialog.tsx'
import { Qr } from './Qr.tsx'
import './ShareDialog.css'

export default function ShareDialog() {
  const lab = useLab()
  const link = useMemo(() => lab.runs.shareLink(), [lab])
  const snippet = useMemo(() => lab.runs.embedSnippet(), [lab])
  return (
    <Dialog title="Share" className="share" onClose={() => lab.choices.openPanel(null)}>
      <Qr link={link} />
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
        Copy {what}
      </button>
    </div>
  )
}
