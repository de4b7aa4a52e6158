/** "Now" where no cluster is asked: for exporters, gateways and files. */
export const wallClock = (): Date => new Date();
