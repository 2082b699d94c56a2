/** Why the teacher did not read what it was given; the way out, where the sentence names it, is a button. */
import { useLab } from '../lab.tsx'

export function Refused({ note }: { note: string }) {
  const lab = useLab()
  const way = 'Go live'
  const at = note.indexOf(way)
  if (at < 0) return <p className="reader-refused">{note}</p>
  return (
    <p className="reader-refused">
      {note.slice(0, at)}
      <button type="button" className="link-button" onClick={() => lab.carrying.readLive()}>
        {way}
      </button>
      {note.slice(at + way.length)}
    </p>
  )
}
