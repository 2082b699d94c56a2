/** What a run says of itself while it goes on, a line an update, and at its end. */
import type { RunEvent } from '../src/sdpo/events.ts'
import type { Run } from '../src/sdpo/run.ts'
import { print, printJson } from './say.ts'

export class RunReport {
  private attempts = 0
  private passed = 0
  /** Most tests that an attempt of the step passed, of how many. */
  private best: { passed: number; of: number } | null = null
  /** What became of the step's update. */
  private learned = ''
  private readonly begun = performance.now()

  constructor(private readonly say: (text: string) => void) {}

  hear(event: RunEvent): void {
    switch (event.type) {
      case 'step-started':
        this.best = null
        this.passed = 0
        this.learned = ''
        break
      case 'attempt-judged': {
        const { reward, passedTests, totalTests } = event.verdict
        this.attempts = event.attempt
        if (reward >= 1) this.passed++
        if (!this.best || passedTests > this.best.passed) this.best = { passed: passedTests, of: totalTests }
        break
      }
      case 'step-updated': {
        this.learned = event.skipped ? ', not taken' : `, loss ${event.signals.loss.toPrecision(3)}`
        break
      }
    }
  }

  /** The end, as a person or a program reads it. */
  end(run: Run, { out, stopped, json }: { out: string; stopped: boolean; json: boolean }): void {
    const result = {
      out,
      finished: run.finished,
      solved: run.firstPass !== null,
      firstPass: run.firstPass,
      attempts: run.attemptCount,
      updates: run.updates.length,
      seconds: Math.round((performance.now() - this.begun) / 100) / 10,
    }
    if (json) return printJson(result)
    if (stopped) return print(`Interrupted after ${run.attemptCount} attempts. The same command goes on.`)
    print(
      run.firstPass === null
        ? `Not solved in ${run.attemptCount} attempts (${run.finished}). ${out}`
        : `Solved at attempt ${run.firstPass} of ${run.attemptCount} (${run.finished}). ${out}`,
    )
  }

  /** A step is done. */
  stepped(step: number): void {
    const tests = this.best && this.best.of > 1 ? `, best ${this.best.passed} of ${this.best.of} tests` : ''
    const seconds = ((performance.now() - this.begun) / 1000).toFixed(1)
    this.say(
      `step ${String(step).padStart(3)}  attempt ${String(this.attempts).padStart(4)}  passed ${this.passed}${tests}${this.learned}, ${seconds} s`,
    )
  }
}
