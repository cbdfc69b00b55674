import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../format';
import { useReasonTitle } from '../reasons';
import type { ReasonCount } from '../shapes';
import classes from './Quarantine.module.css';

interface ReasonsProps {
  reasons: ReasonCount[] | undefined;
  chosen: string | undefined;
  onChoose: (reason: string | undefined) => void;
}

/** How many records wait for each reason, as bars; a click shows only those. */
export function Reasons({ reasons, chosen, onChoose }: ReasonsProps) {
  const { t } = useTranslation('data');
  const titleOf = useReasonTitle();
  if (!reasons) return <Skeleton height={96} radius={8} />;
  const sorted = [...reasons].sort((a, b) => b.count - a.count);
  const all = sorted.reduce((sum, each) => sum + each.count, 0);
  const most = sorted[0]?.count ?? 0;
  return (
    <ul className={classes.reasons}>
      <Line title={t('quarantine.all')} count={all} isChosen={!chosen} onChoose={() => onChoose(undefined)} />
      {sorted.map(({ reason, title, count }) => (
        <Line
          key={reason}
          title={titleOf(reason, title)}
          count={count}
          share={most ? count / most : 0}
          isChosen={chosen === reason}
          onChoose={() => onChoose(reason)}
        />
      ))}
    </ul>
  );
}

function Line(props: { title: string; count: number; share?: number; isChosen: boolean; onChoose: () => void }) {
  const format = useFormats();
  return (
    <li>
      <button type="button" className={classes.line} aria-pressed={props.isChosen} onClick={props.onChoose}>
        <span>{props.title}</span>
        <span className={classes.track} aria-hidden>
          {props.share !== undefined && <span className={classes.bar} style={{ width: `${Math.max(1, props.share * 100)}%` }} />}
        </span>
        <span className={classes.count}>{format.count(props.count)}</span>
      </button>
    </li>
  );
}
