/** What was written down of one token: the token itself and what else might have stood there, by every reader that is in the file. */
import type { ForeignToken as Token } from '../../interchange/foreign.ts'
import type { FormatId } from '../../interchange/formats.ts'
import { secondReader } from '../../interchange/words.ts'
import { decimal, percent } from '../../lab/text/format.ts'
import { tokenText } from '../../lab/text/token.ts'

/** Digits of a log-probability: as many as files have. */
const digits = 6

export function ForeignToken({ token, at, format }: { token: Token; at: number; format: FormatId }) {
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
            <th scope="col">Its writer</th>
            <th scope="col">Log-probability</th>
            {second && <th scope="col">The {secondReader(format)}</th>}
            {second && <th scope="col">Log-probability</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={`${i} ${row.text}`} className={i === 0 ? 'chosen' : ''}>
              <th scope="row">{tokenText(row.text).shown}</th>
              <Reading side="student" logProb={row.student} />
              {second && <Reading side="teacher" logProb={row.teacher} />}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const likelier = ({ student, teacher }: Pick<Token, 'student' | 'teacher'>) =>
  Math.max(student ?? -Infinity, teacher ?? -Infinity)

/** A probability with its bar, and the number that is in the file. */
function Reading({ side, logProb }: { side: 'student' | 'teacher'; logProb: number | null }) {
  return (
    <>
      <td>
        {logProb === null ? (
          'not in the file'
        ) : (
          <span
            className={`foreign-bar ${side}`}
            style={{ '--share': Math.min(1, Math.exp(logProb)) } as object}
          >
            {percent(Math.exp(logProb))}
          </span>
        )}
      </td>
      <td>{logProb === null ? '' : decimal(logProb, digits)}</td>
    </>
  )
}
