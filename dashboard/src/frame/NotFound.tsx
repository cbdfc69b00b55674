import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../address';
import { EmptyState } from '../parts/EmptyState';
import { Page } from '../parts/Page';

export function NotFound() {
  const { t } = useTranslation();
  const go = useGo();
  return (
    <Page title={t('notFound.title')}>
      <EmptyState
        icon={IconMapOff}
        title={t('notFound.what')}
        text={t('notFound.text')}
        action={<Button onClick={() => go('/lifecycle')}>{t('notFound.action')}</Button>}
      />
    </Page>
  );
}
