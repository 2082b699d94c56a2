/** Counts the deaths of workers, so that one trouble is not met by the same try for ever, and says what can be done. */

/** Deaths within this time of each other are one trouble; */
const troubleMs = 120_000
/** and within this where there was no update between them: silence is noticed after minutes, and the next try may fall silent too. */
const stuckMs = 600_000
/** Deaths of one trouble after which nothing more is tried. */
const mostDeaths = 4

export class Troubles {
  private deaths: { at: number; completed: number }[] = []

  /** @param kept the run that outlives it, if any */
  died(kept: { completed: number } | null): void {
    const death = { at: performance.now(), completed: kept?.completed ?? 0 }
    const isSame = ({ at, completed }: typeof death) =>
      death.at - at < (completed === death.completed ? stuckMs : troubleMs)
    this.deaths = [...this.deaths.filter(isSame), death]
  }

  /** The same trouble again. */
  get again(): boolean {
    return this.deaths.length > 1
  }

  get tooMany(): boolean {
    return this.deaths.length >= mostDeaths
  }

  /** @param kept the run that outlives them, if any */
  wayOut(kept: { completed: number } | null): string {
    if (!kept)
      return 'Load the model again, or choose another backend in the settings. Recorded runs work without it.'
    if (this.tooMany) return 'Export the run, reload the page and choose another backend in the settings.'
    const where = `The run is kept up to update ${kept.completed}: resume it from there`
    return this.again ? `${where}, on the CPU this time.` : `${where}.`
  }

  forget(): void {
    this.deaths = []
  }
}
