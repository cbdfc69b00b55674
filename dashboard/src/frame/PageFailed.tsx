import type { ErrorComponentProps } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorState } from '../parts/ErrorState';
import { Page } from '../parts/Page';

/** A page that broke while drawing: a bug, shown with the way out. */
export function PageFailed({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  return (
    <Page title={t('failed.title')}>
      <ErrorState error={error} onRetry={reset} />
    </Page>
  );
}
