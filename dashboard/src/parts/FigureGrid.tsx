import type { ReactNode } from 'react';
import classes from './FigureGrid.module.css';

/** Tiles side by side, as many as fit; two columns on a phone. */
export function FigureGrid({ children }: { children: ReactNode }) {
  return <div className={classes.grid}>{children}</div>;
}
