import { NativeSelect, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from '../../frame/Mark';
import { changeLanguage, LANGUAGES, type Language } from '../../i18n';
import classes from './Door.module.css';

interface DoorProps {
  title: string;
  sentence: string;
  children: ReactNode;
}

/** What stands around the two forms before the dashboard: the mark, one card, the language. */
export function Door({ title, sentence, children }: DoorProps) {
  const { t, i18n } = useTranslation('welcome');
  useDocumentTitle(`${title} · Evergrow`);
  return (
    <div className={classes.door}>
      <header className={classes.brand}>
        <Mark size={28} />
        Evergrow
      </header>
      <main className={classes.middle}>
        <div className={classes.card}>
          <Title order={1} className={classes.title}>{title}</Title>
          <Text className={classes.sentence} mb="lg">{sentence}</Text>
          {children}
        </div>
      </main>
      <footer className={classes.foot}>
        <NativeSelect
          aria-label={t('language')}
          size="xs"
          value={i18n.language}
          onChange={(event) => void changeLanguage(event.currentTarget.value as Language)}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
        />
      </footer>
    </div>
  );
}
