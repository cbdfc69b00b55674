import { IconArrowLeft } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { PageLink } from '../../address/PageLink';
import { at } from '../../api/client';
import { useReport } from '../../api/report';
import { ErrorState } from '../../parts/ErrorState';
import { FindingSkeleton } from '../../parts/FindingSkeleton';
import { Page } from '../../parts/Page';
import { ChartSkeleton } from '../../parts/Skeletons';
import { NEW, newDocument, type MessageDocument } from './document';
import { MessageEditor } from './MessageEditor';
import classes from './Messages.module.css';

/** Write a message in every language and see it as a customer gets it. */
export default function MessagePage() {
  const { t, i18n } = useTranslation('messages');
  const { name = NEW } = useParams({ strict: false }) as { name?: string };
  const [address] = useAddress();
  const isNew = name === NEW;
  const message = useReport(at('/api/messages/{name}', { name }), {}, { isEnabled: !isNew, isLive: false });
  const shown = message.data?.name === name ? message.data : undefined;
  if (isNew) {
    const firstWords = { hello: t('first.hello', { name: '{{ customer.first_name }}' }), write: t('first.write'), look: t('first.look'), choose: t('first.choose'), leave: t('first.leave') };
    const { channel = 'email', topic = '', title = '', name: wanted = '' } = address;
    return <MessageEditor key={NEW} message={null} first={newDocument(channel, topic, title, wanted, i18n.language, firstWords)} />;
  }
  if (shown) return <MessageEditor key={shown.name} message={shown} first={{ ...(shown.document as unknown as MessageDocument), title: shown.title }} />;
  return (
    <Page
      title={t('title')} finding={!message.isError && <FindingSkeleton />}
      back={<PageLink to="/messages" className={classes.back}><IconArrowLeft size={14} aria-hidden /> {t('all')}</PageLink>}
    >
      {message.isError ? <ErrorState error={message.error} onRetry={() => void message.refetch()} /> : <ChartSkeleton height={480} />}
    </Page>
  );
}
