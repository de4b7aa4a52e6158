/** The time of this machine, for what is read without a cluster. */
export const wallClock = (): Date => new Date();
