/** A foreign run at a glance: an attempt a cell, its step across, the deeper the more; a cell leads to its attempt. */
import { memo, useMemo, useState, type CSSProperties, type KeyboardEvent, type PointerEvent } from 'react'
import { columnsOf, meansOf, measured, measuresOf, type RowMeasure } from '../../interchange/steps-of.ts'
import type { Traces } from '../../lab/control/foreign-traces.ts'
import { decimal, signed } from '../../lab/text/format.ts'
import { Choice } from '../parts/Choice.tsx'
import { layOut, type Cell, type StepsMapLayout } from './steps-map.ts'
import './StepsMap.css'

const names: Readonly<Record<RowMeasure, string>> = {
  reward: 'Reward',
  gap: 'Mean gap',
  surprise: 'Mean surprise',
}
const write = (measure: RowMeasure, value: number | null) =>
  value === null ? 'not known' : measure === 'gap' ? `${signed(value)} nats` : decimal(value)

export function StepsMap({ traces, onRead }: { traces: Traces; onRead: (n: number) => void }) {
  const rows = traces.found?.rows ?? noRows
  // Attempts are still being found in the same list.
  const { length } = rows
  const has = useMemo(() => measuresOf(rows.slice(0, length)), [rows, length])
  const steps = useMemo(() => columnsOf(rows.slice(0, length)), [rows, length])
  const [chosen, setChosen] = useState<RowMeasure | null>(null)
  const measure = chosen && has.includes(chosen) ? chosen : (has[0] ?? 'reward')
  const layout = useMemo(() => layOut(rows, steps, measure), [rows, steps, measure])
  if (has.length === 0)
    return (
      <p className="foreign-about">
        The file has neither rewards nor log-probabilities, so there is nothing to colour attempts by.
      </p>
    )
  const { wanted } = traces
  const cell = layout.cellOf.get(wanted)
  const row = rows[wanted]
  const to = (n: number | undefined) => n !== undefined && onRead(n)
  const beside = (across: number, down: number) => {
    if (!cell) return
    const { column, row: at } = cell
    const near = layout.cells.filter((each) =>
      across === 0
        ? each.column === column && Math.sign(each.row - at) === down
        : Math.sign(each.column - column) === across,
    )
    const distance = (each: Cell) => Math.abs(each.column - column) * 1000 + Math.abs(each.row - at)
    to(
      near.reduce<Cell | null>((best, each) => (best && distance(best) <= distance(each) ? best : each), null)
        ?.attempts[0],
    )
  }
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => beside(-1, 0),
    ArrowRight: () => beside(1, 0),
    ArrowUp: () => beside(0, -1),
    ArrowDown: () => beside(0, 1),
    Home: () => to(layout.cells[0]?.attempts[0]),
    End: () => to(layout.cells.at(-1)?.attempts[0]),
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const act = keys[event.key]
    if (!act || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    act()
  }
  const onPointer = (event: PointerEvent<HTMLElement>) => {
    if (event.type === 'pointermove' && event.buttons === 0) return
    const box = event.currentTarget.getBoundingClientRect()
    const at = (from: number, size: number, cells: number) => Math.floor((from / size) * cells)
    const column = at(event.clientX - box.left, box.width, layout.columns)
    const down = at(event.clientY - box.top, box.height, layout.rows)
    to(layout.cells.find((each) => each.column === column && each.row === down)?.attempts[0])
  }
  const means = meansOf(rows, steps, measure)
  return (
    <section className="steps-map" aria-label="Attempts over steps">
      {has.length > 1 && (
        <Choice
          label="Cells show"
          value={measure}
          options={has.map((value) => ({ value, name: names[value], content: names[value] }))}
          onChange={setChosen}
        />
      )}
      <p className="foreign-about">
        {steps.length > 1
          ? `${names[measure]}: ${write(measure, means[0] ?? null)} in step ${steps[0]!.step ?? '?'}, ${write(measure, means.at(-1) ?? null)} in step ${steps.at(-1)!.step ?? '?'}, the mean of each.`
          : `${names[measure]}, in the order of the file: ${steps[0]?.step == null ? 'it names no steps' : 'it has one step'}.`}
      </p>
      <div
        role="slider"
        tabIndex={0}
        className={`steps-cells ${measure}`}
        aria-label="Attempt in the map"
        aria-valuemin={1}
        aria-valuemax={rows.length}
        aria-valuenow={wanted + 1}
        aria-valuetext={`attempt ${wanted + 1}${row?.step == null ? '' : `, step ${row.step}`}, ${names[measure].toLowerCase()} ${write(measure, row ? measured(row, measure) : null)}`}
        style={{ '--columns': layout.columns, '--rows': layout.rows } as CSSProperties}
        onKeyDown={onKeyDown}
        onPointerDown={onPointer}
        onPointerMove={onPointer}
      >
        <Cells layout={layout} />
        {cell && (
          <i style={{ '--column': cell.column, '--row': cell.row } as CSSProperties} aria-hidden="true" />
        )}
      </div>
      {steps.length > 1 && (
        <p className="steps-axis" aria-hidden="true">
          <span>step {steps[0]!.step ?? '?'}</span>
          <span>step {steps.at(-1)!.step ?? '?'}</span>
        </p>
      )}
    </section>
  )
}

const noRows: NonNullable<Traces['found']>['rows'] = []

const levels = 12

/** Cells of one tint are one path: thousands of elements would be slow. */
const Cells = memo(function Cells({ layout }: { layout: StepsMapLayout }) {
  const { least, most, columns, rows, cells } = layout
  const peak = Math.max(Math.abs(least), Math.abs(most), 1e-12)
  const paths = new Map<string, string>()
  for (const { column, row, value } of cells) {
    const level =
      value === null ? 'none' : `${value < 0 ? 'down' : 'up'} ${Math.ceil((Math.abs(value) / peak) * levels)}`
    paths.set(level, `${paths.get(level) ?? ''}M${column} ${row}h1v1h-1z`)
  }
  return (
    <svg viewBox={`0 0 ${columns} ${rows}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
      {[...paths].map(([level, d]) => {
        const [side, depth] = level.split(' ')
        return (
          <path
            key={level}
            className={side}
            d={d}
            style={{ '--depth': Number(depth ?? 0) / levels } as CSSProperties}
          />
        )
      })}
    </svg>
  )
})
