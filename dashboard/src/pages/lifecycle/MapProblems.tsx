import { IconAlertCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ProblemPart } from '../../api/client';
import { PartText } from '../../parts/ErrorState';
import { Panel } from '../../parts/Panel';
import classes from './Map.module.css';
import { lineOf } from './problemLines';

/** All problems of the document at once, each with its line and what to do. */
export function MapProblems({ problems }: { problems: ProblemPart[] }) {
  const { t } = useTranslation('lifecycle');
  return (
    <Panel title={t('problems.title', { count: problems.length })} text={t('problems.text')}>
      <ol className={classes.problems}>
        {problems.map((problem, index) => {
          const line = lineOf(problem);
          return (
            <li key={`${problem.code}-${index}`}>
              <IconAlertCircle size={16} color="var(--bad)" aria-hidden />
              <div>
                <div>
                  {line !== null && <b className={classes.at}>{t('problems.line', { line })}</b>}
                  <PartText part={problem} />
                </div>
              </div>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
