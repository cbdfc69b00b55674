import { stageColor, useStages, useStageTitle } from '../api/maps';
import classes from './StageBadge.module.css';

interface StageBadgeProps {
  /** Null: not yet a customer. */
  stage: string | null | undefined;
  title?: string;
  color?: string;
}

/** A stage's color and name. Color never stands alone. */
export function StageBadge({ stage, title, color }: StageBadgeProps) {
  const titleOf = useStageTitle();
  const known = useStages().find((each) => each.id === stage);
  return (
    <span className={classes.badge}>
      <span className={classes.dot} style={{ background: stageColor(stage, color ?? known?.color) }} aria-hidden />
      {titleOf(stage, title)}
    </span>
  );
}
