/**
 * How much slower than alone this machine is now. A wall-clock limit holds on two quiet cores; where
 * others are at work the same milliseconds of CPU take longer, so the limit is stretched by what a
 * busy loop takes of the clock for what it takes of the CPU. 1 on a quiet machine.
 */
export function contention(): number {
  const [clock, cpu] = [process.hrtime.bigint(), process.cpuUsage()]
  while (process.hrtime.bigint() - clock < 250_000_000n) Math.sqrt(2)
  const wall = Number(process.hrtime.bigint() - clock) / 1e3
  const { user, system } = process.cpuUsage(cpu)
  return Math.max(1, wall / (user + system))
}
