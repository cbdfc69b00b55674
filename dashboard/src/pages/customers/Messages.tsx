import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { Deliveries } from '../../parts/outcome/Deliveries';
import { Panel } from '../../parts/Panel';

/** What the customer was sent, and why not. */
export function Messages({ customerId }: { customerId: string }) {
  const { t } = useTranslation('customers');
  const [address, change] = useAddress();
  return (
    <Panel isFlush title={t('messages.title')} text={t('messages.text')}>
      <Deliveries label={t('messages.title')} of={{ customer: customerId }} status={address.messages} onStatus={(status) => change({ messages: status }, { replace: true })} limit={8} />
    </Panel>
  );
}
