import { useSegmentTitle } from '../../api/segments';
import classes from './Segments.module.css';
import { segmentColor } from './segmentColors';

/** A segment's color and name. */
export function SegmentName({ id, title }: { id: string | null; title?: string }) {
  const titleOf = useSegmentTitle();
  return (
    <span className={classes.name}>
      <span className={classes.dot} style={{ background: segmentColor(id) }} aria-hidden />
      {titleOf(id, title)}
    </span>
  );
}
