/** Counts the deaths of workers, so that one trouble is not met by the same try for ever. */

/** Deaths within this time of each other are one trouble. */
const troubleMs = 120_000
/** Deaths of one trouble after which nothing more is tried. */
const mostDeaths = 4

export class Troubles {
  private deaths: number[] = []

  died(): void {
    const now = performance.now()
    this.deaths = [...this.deaths.filter((at) => now - at < troubleMs), now]
  }

  /** The same trouble again. */
  get again(): boolean {
    return this.deaths.length > 1
  }

  get tooMany(): boolean {
    return this.deaths.length >= mostDeaths
  }

  forget(): void {
    this.deaths = []
  }
}
