import { IconAlertCircle } from '@tabler/icons-react';
import type { ProblemPart } from '../../../api/client';
import { PartText } from '../../../parts/ErrorState';
import classes from './Forms.module.css';

/** What keeps the journey from being launched, one under the other. */
export function Problems({ problems }: { problems: ProblemPart[] }) {
  if (problems.length === 0) return null;
  return (
    <ul className={classes.problems} role="alert">
      {problems.map((problem, index) => (
        <li key={`${problem.code}-${index}`}>
          <IconAlertCircle size={15} color="var(--bad)" aria-hidden />
          <div><PartText part={problem} /></div>
        </li>
      ))}
    </ul>
  );
}
