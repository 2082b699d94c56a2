/** The numbers of one token as they stand in the file, by every reader that is in it. */
import type { ForeignToken as Token } from '../../interchange/foreign.ts'
import { atStart, type Readers } from '../../interchange/readers.ts'
import { decimal, percent } from '../../lab/text/format.ts'
import { tokenText } from '../../lab/text/token.ts'

/** Digits of a log-probability: as many as files have. */
const digits = 6

export function ForeignToken({ token, at, readers }: { token: Token; at: number; readers: Readers }) {
  const rows = [
    { text: token.text, student: token.student, teacher: token.teacher },
    ...[...token.others].sort((a, b) => likelier(b) - likelier(a)),
  ]
  const second = rows.some(({ teacher }) => teacher !== null)
  return (
    <div className="foreign-scroll" role="group" aria-label="Numbers of the token" tabIndex={0}>
      <table className="foreign-token">
        <caption>
          Token {at + 1}
          {token.advantage !== null && `, advantage ${decimal(token.advantage, digits)}`}
        </caption>
        <thead>
          <tr>
            <th scope="col">Token</th>
            <th scope="col">{atStart(readers.writer)}</th>
            <th scope="col">Log-probability</th>
            {second && <th scope="col">{atStart(readers.second)}</th>}
            {second && <th scope="col">Log-probability</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={`${i} ${row.text}`} className={i === 0 ? 'chosen' : ''}>
              <th scope="row">{tokenText(row.text).shown}</th>
              <Reading logProb={row.student} />
              {second && <Reading logProb={row.teacher} />}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const likelier = ({ student, teacher }: Pick<Token, 'student' | 'teacher'>) =>
  Math.max(student ?? -Infinity, teacher ?? -Infinity)

/** A probability, and the number that is in the file. */
function Reading({ logProb }: { logProb: number | null }) {
  return (
    <>
      <td>{logProb === null ? 'not in the file' : percent(Math.exp(logProb))}</td>
      <td>{logProb === null ? '' : decimal(logProb, digits)}</td>
    </>
  )
}
