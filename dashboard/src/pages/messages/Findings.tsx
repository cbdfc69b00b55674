import { Anchor } from '@mantine/core';
import { IconAlertCircle, IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../api/problems';
import { PartText } from '../../parts/ErrorState';
import { Panel } from '../../parts/Panel';
import { placeOf, type Finding } from './document';
import classes from './Messages.module.css';

/** Says what the check found about one text: the first error, else the first warning. */
export function useFindingText(findings: Finding[]): (language: string, piece: string) => { error: string | null; warning: string | null } {
  const textOf = useProblemText();
  return (language, piece) => {
    const say = (level: Finding['level']) => {
      const found = findings.find((finding) => {
        const place = placeOf(finding.where);
        return finding.level === level && place.language === language && place.piece === piece;
      });
      if (!found) return null;
      const { title, detail, next } = textOf(found);
      return [title, detail, next].filter(Boolean).join(' ');
    };
    const error = say('error');
    return { error, warning: error ? null : say('warning') };
  };
}

/** Everything the check found, with the way to the language it is about. */
export function FindingList({ findings, onLanguage }: { findings: Finding[]; onLanguage: (language: string) => void }) {
  const { t } = useTranslation('messages');
  if (findings.length === 0) return null;
  return (
    <Panel title={t('findings.title', { count: findings.length })} text={t('findings.text')}>
      <ul className={classes.findings}>
        {findings.map((finding, index) => {
          const { language, piece } = placeOf(finding.where);
          const Icon = finding.level === 'error' ? IconAlertCircle : IconAlertTriangle;
          return (
            <li key={`${finding.code}-${index}`}>
              <Icon size={16} color={finding.level === 'error' ? 'var(--bad)' : 'var(--warn)'} aria-label={t(`findings.${finding.level}`)} />
              <div>
                {language && <Anchor component="button" size="sm" mr={6} onClick={() => onLanguage(language)}>{[language, piece].filter(Boolean).join(' · ')}</Anchor>}
                <PartText part={finding} />
              </div>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
