/** The link, to copy by hand, where the browser does not let the page copy it. */
import { useLab } from '../lab.tsx'
import { Dialog } from '../parts/Dialog.tsx'

export function ShareDialog() {
  const lab = useLab()
  return (
    <Dialog title="Share" onClose={() => lab.choices.openPanel(null)}>
      <label className="field">
        <span>Link to what is on the screen</span>
        <textarea
          className="textbox"
          rows={4}
          readOnly
          value={lab.runs.shareLink()}
          onFocus={(event) => event.target.select()}
        />
      </label>
    </Dialog>
  )
}
