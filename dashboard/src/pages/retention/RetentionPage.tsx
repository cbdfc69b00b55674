import { useAddress } from '../../address';
import { ComingBack } from './curves/ComingBack';
import { Lasting } from './Lasting';
import { Staying } from './Staying';

/** How many stay, for how long, and who comes back when. */
export default function RetentionPage() {
  const [address] = useAddress();
  if (address.view === 'lasting') return <Lasting />;
  if (address.view === 'back') return <ComingBack />;
  return <Staying />;
}
