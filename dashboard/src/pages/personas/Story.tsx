import { Button } from '@mantine/core';
import { IconFeather } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { PageLink } from '../../address/PageLink';
import { api } from '../../api/client';
import type { PersonaCard, PersonasReport } from '../../api/personas';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';
import { ErrorState } from '../../parts/ErrorState';
import classes from './Personas.module.css';
import { useAsked } from './useAsked';
import { useStory } from './useStory';

/** The persona in words: made of its figures, or told by the connected storyteller in the same figures. */
export function Story({ card, report }: { card: PersonaCard; report: PersonasReport }) {
  const { t, i18n } = useTranslation('personas');
  const format = useFormats();
  const asked = useAsked();
  const story = useStory()(card, report);
  const storyteller = useReport('/api/storyteller', {}, { isLive: false }).data;
  const language = i18n.language === 'ja' ? ('ja' as const) : ('en' as const);
  const tell = useMutation({ mutationFn: () => api.post('/api/personas/story', { persona: card.id, language }, asked) });
  return (
    <div>
      <p className={classes.story}>{tell.data?.text ?? story.join(' ')}</p>
      {tell.data && (
        <p className={classes.soft} role="status">
          {tell.data.text ? t('told.by', { model: tell.data.model }) : t('told.discarded', { strange: format.list(tell.data.strange) })}
        </p>
      )}
      {tell.isError && <ErrorState error={tell.error} onRetry={() => tell.mutate()} />}
      {storyteller?.is_connected && !tell.isError && (
        <Button mt={8} size="compact-xs" variant="subtle" leftSection={<IconFeather size={14} />} loading={tell.isPending} onClick={() => tell.mutate()}>{t('told.ask')}</Button>
      )}
      {storyteller && !storyteller.is_connected && <PageLink to="/settings" className={classes.tellHint}>{t('told.connect')}</PageLink>}
    </div>
  );
}
