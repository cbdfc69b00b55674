/** The server's sentences for a number that is not there, in English; each with the key of its translation. */
export const REASONS: { pattern: RegExp; key: string }[] = [
  { pattern: /^Nobody was a paying customer at the start of this period\.$/, key: 'nobodyAtStart' },
  { pattern: /^Nobody ordered in this period\.$/, key: 'noOrders' },
  { pattern: /^No customer was lost in this period,/, key: 'nobodyLost' },
  { pattern: /^Nobody had ordered by (?<date>[\d-]+)\.$/, key: 'noneOrderedBy' },
  { pattern: /^Nobody is counted\.$/, key: 'nobodyCounted' },
  { pattern: /^No move of the map has a target rate yet\./, key: 'noTargets' },
  { pattern: /^Nobody stood where a move with a target begins/, key: 'nobodyWaits' },
  { pattern: /^Every move reaches its target rate\.$/, key: 'allReached' },
  { pattern: /^A customer in (?<target>.+) has not brought more revenue than one in (?<source>.+)\.$/, key: 'noMoreRevenue' },
  { pattern: /^Nobody left (?<stage>.+) in this period\.$/, key: 'nobodyLeft' },
  { pattern: /^Nobody stands in (?<stage>.+) at the end of this period\.$/, key: 'nobodyStands' },
  { pattern: /^Nobody stood in (?<stage>.+) in this period\.$/, key: 'nobodyStood' },
  { pattern: /^Nobody went from (?<source>.+) to (?<target>.+) in this period\.$/, key: 'nobodyWent' },
  // What the shipped maps say beside their benchmarks.
  { pattern: /^A good software service keeps over 35 % after 8 weeks\.$/, key: 'goodSoftware' },
  { pattern: /^E-commerce keeps about 3 of 10 buyers over a year\.$/, key: 'goodShop' },
  { pattern: /^This customer has only just come in\.$/, key: 'justIn' },
];
