/** A run that another program made, over the lab. */
import { TraceReader, type ReaderListener } from '../../interchange/client.ts'
import { useLab, useLabState } from '../lab.tsx'
import { Dialog } from '../parts/Dialog.tsx'
import { TracesView } from './TracesView.tsx'
import { useTraces } from './useTraces.ts'

const besideThePage = (listener: ReaderListener) => new TraceReader(listener)

export default function ForeignRun() {
  const lab = useLab()
  const files = useLabState((s) => s.foreign)
  const { traces, read } = useTraces(files, besideThePage)
  return (
    <Dialog
      title="A run made elsewhere"
      className="foreign"
      fillsPhone
      onClose={() => lab.choices.openPanel(null)}
    >
      <TracesView traces={traces} read={read} name={files.map(({ name }) => name).join(' and ')} />
    </Dialog>
  )
}
