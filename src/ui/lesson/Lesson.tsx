/** The lesson beside the picture: prose that acts on it. */
import { Fragment, useRef } from 'react'
import { Formula } from '../maths/Formula.tsx'
import { Icon } from '../parts/Icon.tsx'
import { useLabState } from '../lab.tsx'
import { docked, useMedia } from '../parts/useMedia.ts'
import { useKeptHeight } from '../parts/useKeptHeight.ts'
import { textOfSentence, Words } from './Words.tsx'
import { useLesson } from './useLesson.ts'
import { useScenery } from './useScenery.ts'
import './Lesson.css'

export function Lesson() {
  const lesson = useLesson()
  useScenery(lesson, false)
  const { titles, page, number, part, parts, shown, last, next, back, open } = lesson
  const small = useMedia(docked)
  const controls = useLabState((s) => s.controls)
  const explained = new Set<string>()
  const prose = useRef<HTMLDivElement>(null)
  useKeptHeight(prose, `${number} ${part}`)
  return (
    <section className="lesson" aria-label="Lesson">
      <div className="lesson-head">
        <p className="lesson-count">
          {`Lesson ${number} of ${titles.length}`}
          {parts > 1 && <span>{`, ${part} of ${parts}`}</span>}
        </p>
        <PageDots pages={titles} number={number} open={open} />
      </div>
      <h2>{page.title}</h2>
      <div ref={prose} className="lesson-prose">
        {shown.map((sentence, i) => (
          <p key={i}>
            <Words
              sentence={sentence}
              explained={explained}
              after={shown.slice(0, i).map(textOfSentence).join(' ')}
            />
            <Fragment
              key={shown
                .slice(0, i + 1)
                .map(textOfSentence)
                .join(' ')}
            >
              {' '}
            </Fragment>
          </p>
        ))}
      </div>
      {!small && (
        <p className="lesson-formula">
          <Formula name={page.formula} />
        </p>
      )}
      <div className="lesson-foot">
        {!small && controls && (
          <p className="lesson-try">
            <Words sentence={page.tryIt} />
          </p>
        )}
        {small && (
          <button
            type="button"
            className="button icon bare lesson-back"
            aria-label="Back in the lesson"
            disabled={!back}
            onClick={() => back?.()}
          >
            <Icon name="back" />
          </button>
        )}
        <button type="button" className="button" onClick={next}>
          {last ? 'First page' : 'Next'}
        </button>
      </div>
    </section>
  )
}

export function PageDots(props: { pages: readonly string[]; number: number; open: (page: number) => void }) {
  return (
    <ol className="page-dots">
      {props.pages.map((title, i) => (
        <li key={title}>
          <button
            type="button"
            className={i + 1 < props.number ? 'past' : ''}
            aria-label={`Page ${i + 1}`}
            title={title}
            aria-current={i + 1 === props.number ? 'page' : undefined}
            onClick={() => props.open(i + 1)}
          />
        </li>
      ))}
    </ol>
  )
}
