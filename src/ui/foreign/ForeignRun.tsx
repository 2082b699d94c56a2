/** A run that another program made, over the lab. */
import { useLab } from '../lab.tsx'
import { Dialog } from '../parts/Dialog.tsx'
import { TracesView } from './TracesView.tsx'

export default function ForeignRun() {
  const lab = useLab()
  return (
    <Dialog
      title="A run made elsewhere"
      className="foreign"
      fillsPhone
      onClose={() => lab.choices.openPanel(null)}
    >
      <TracesView />
    </Dialog>
  )
}
