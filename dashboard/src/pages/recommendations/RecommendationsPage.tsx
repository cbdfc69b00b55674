import { useAddress } from '../../address';
import { Catalogue } from './Catalogue';
import { Evaluation } from './Evaluation';
import { ForYou } from './ForYou';
import { Popular } from './Popular';
import { Together } from './Together';

/** What is bought together, what suits a customer or a cart, what is popular, what there is to sell, and what it is worth. */
export default function RecommendationsPage() {
  const [address] = useAddress();
  if (address.view === 'you') return <ForYou />;
  if (address.view === 'popular') return <Popular />;
  if (address.view === 'catalogue') return <Catalogue />;
  if (address.view === 'evaluation') return <Evaluation />;
  return <Together />;
}
