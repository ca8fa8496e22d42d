/** The worked examples of the money rules as printed: line facts, entries and balances, word for word. */
export const printedExamples = [
  {
    number: 1,
    title: 'Two sellers, three lines, shared campaign, payout',
    lines: [
      'o1 (A) | 1 | 11900 | 714 | 476 | 11186 | 1786 | 10710 | 476 | 11186 | 9400 | 1175 | 223 | 9788',
      'o1 (A) | 2 ×2 | 4990 | 299 | 200 | 4691 | 749 | 4491 | 200 | 4691 | 3942 | 493 | 94 | 4104',
      'o2 (B) | 1 | 7999 | 480 | 320 | 7519 | 1201 | 7199 | 320 | 7519 | 6318 | 790 | 150 | 6579',
    ],
    steps: [
      {
        kind: null,
        key: null,
        title: 'Authorized 22400; budget reserved 996, committed 0.',
        postings: '',
        balances: '',
      },
      {
        kind: 'capture',
        key: 'capture:c1:o1',
        title: 'Full capture, part of order o1.',
        postings:
          'provider_clearing +15201; campaign_funding +676; commission_revenue -1668; tax_payable_commission -317; seller_pending:A -13892',
        balances:
          'campaign_funding +676; commission_revenue -1668; provider_clearing +15201; seller_pending:A -13892; tax_payable_commission -317',
      },
      {
        kind: 'capture',
        key: 'capture:c1:o2',
        title: 'Same capture, part of order o2. Budget reserved 0, committed 996.',
        postings:
          'provider_clearing +7199; campaign_funding +320; commission_revenue -790; tax_payable_commission -150; seller_pending:B -6579',
        balances:
          'campaign_funding +996; commission_revenue -2458; provider_clearing +22400; seller_pending:A -13892; seller_pending:B -6579; tax_payable_commission -467',
      },
      {
        kind: 'provider_fee',
        key: 'fee:txn_1',
        title: '1.5 % of 22400 + 25, taken from the balance transaction, never computed.',
        postings: 'provider_fees +361; provider_clearing -361',
        balances:
          'campaign_funding +996; commission_revenue -2458; provider_clearing +22039; provider_fees +361; seller_pending:A -13892; seller_pending:B -6579; tax_payable_commission -467',
      },
      {
        kind: 'earning_released',
        key: 'earning:o1:release',
        title: 'Delivered and hold days passed: the earning becomes available.',
        postings: 'seller_pending:A +13892; seller_available:A -13892',
        balances:
          'campaign_funding +996; commission_revenue -2458; provider_clearing +22039; provider_fees +361; seller_available:A -13892; seller_pending:B -6579; tax_payable_commission -467',
      },
      {
        kind: 'earning_released',
        key: 'earning:o2:release',
        title: 'Delivered and hold days passed: the earning becomes available.',
        postings: 'seller_pending:B +6579; seller_available:B -6579',
        balances:
          'campaign_funding +996; commission_revenue -2458; provider_clearing +22039; provider_fees +361; seller_available:A -13892; seller_available:B -6579; tax_payable_commission -467',
      },
      {
        kind: 'payout_assigned',
        key: 'payout:pA1:assign',
        title: 'Batch approved: the payout takes every free item of the seller.',
        postings: 'seller_available:A +13892; payout_committed:A -13892',
        balances:
          'campaign_funding +996; commission_revenue -2458; payout_committed:A -13892; provider_clearing +22039; provider_fees +361; seller_available:B -6579; tax_payable_commission -467',
      },
      {
        kind: 'payout_sent',
        key: 'payout:pA1:sent',
        title: 'Provider accepted and debited our balance.',
        postings: 'payout_in_transit:A +13892; provider_clearing -13892',
        balances:
          'campaign_funding +996; commission_revenue -2458; payout_committed:A -13892; payout_in_transit:A +13892; provider_clearing +8147; provider_fees +361; seller_available:B -6579; tax_payable_commission -467',
      },
      {
        kind: 'payout_paid',
        key: 'payout:pA1:paid',
        title: 'Provider reports paid.',
        postings: 'payout_committed:A +13892; payout_in_transit:A -13892',
        balances:
          'campaign_funding +996; commission_revenue -2458; provider_clearing +8147; provider_fees +361; seller_available:B -6579; tax_payable_commission -467',
      },
      {
        kind: 'payout_assigned',
        key: 'payout:pB1:assign',
        title: 'Batch approved: the payout takes every free item of the seller.',
        postings: 'seller_available:B +6579; payout_committed:B -6579',
        balances:
          'campaign_funding +996; commission_revenue -2458; payout_committed:B -6579; provider_clearing +8147; provider_fees +361; tax_payable_commission -467',
      },
      {
        kind: 'payout_sent',
        key: 'payout:pB1:sent',
        title: 'Provider accepted and debited our balance.',
        postings: 'payout_in_transit:B +6579; provider_clearing -6579',
        balances:
          'campaign_funding +996; commission_revenue -2458; payout_committed:B -6579; payout_in_transit:B +6579; provider_clearing +1568; provider_fees +361; tax_payable_commission -467',
      },
      {
        kind: 'payout_paid',
        key: 'payout:pB1:paid',
        title: 'Provider reports paid.',
        postings: 'payout_committed:B +6579; payout_in_transit:B -6579',
        balances:
          'campaign_funding +996; commission_revenue -2458; provider_clearing +1568; provider_fees +361; tax_payable_commission -467',
      },
    ],
  },
  {
    number: 2,
    title: 'Tax exclusive, two rates, shipping; one order canceled before capture',
    lines: [
      'o1 (A) | 1 ×10 | 3330 | 0 | 0 | 3330 | 633 | 3963 | 0 | 3963 | 3330 | 416 | 79 | 3468',
      'o1 (A) | 2 | 1275 | 0 | 0 | 1275 | 89 | 1364 | 0 | 1364 | 1275 | 159 | 30 | 1175',
      'o1 (A) | 3 ship | 690 | 0 | 0 | 690 | 131 | 821 | 0 | 821 | 0 | 0 | 0 | 821',
      'o2 (B) | 1 | 4500 | 0 | 0 | 4500 | 855 | 5355 | 0 | 5355 | 4500 | 563 | 107 | 4685',
    ],
    steps: [
      { kind: null, key: null, title: 'Authorized 11503 for the purchase.', postings: '', balances: '' },
      {
        kind: null,
        key: null,
        title:
          'Order o2 is canceled before capture. capturable falls from 11503 to 6148. The provider cannot void a part of an authorization: the rest is released when o1 is captured as the final capture.',
        postings: '',
        balances: '',
      },
      {
        kind: 'capture',
        key: 'capture:c1:o1',
        title: 'Final capture of 6148. authorized 11503, captured 6148, capturable 0.',
        postings:
          'provider_clearing +6148; commission_revenue -575; tax_payable_commission -109; seller_pending:A -5464',
        balances:
          'commission_revenue -575; provider_clearing +6148; seller_pending:A -5464; tax_payable_commission -109',
      },
      {
        kind: 'provider_fee',
        key: 'fee:txn_1',
        title: 'Fee fact 147. A full-amount charge with a partial_capture_reversal nets to the capture.',
        postings: 'provider_fees +147; provider_clearing -147',
        balances:
          'commission_revenue -575; provider_clearing +6001; provider_fees +147; seller_pending:A -5464; tax_payable_commission -109',
      },
    ],
  },
  {
    number: 3,
    title: 'Partial captures per shipment, rest voided',
    lines: [
      'o1 (A) | 1 ×7 | 10000 | 0 | 0 | 10000 | 1597 | 10000 | 0 | 10000 | 10000 | 1250 | 238 | 8512',
      'o1 (A) | 2 ×3 | 2000 | 0 | 0 | 2000 | 319 | 2000 | 0 | 2000 | 2000 | 250 | 47 | 1703',
    ],
    steps: [
      { kind: null, key: null, title: 'Authorized 12000.', postings: '', balances: '' },
      {
        kind: 'capture',
        key: 'capture:c1:o1',
        title: 'Shipment 1: units 1 to 3 of line 1 = 4286.',
        postings:
          'provider_clearing +4286; commission_revenue -536; tax_payable_commission -102; seller_pending:A -3648',
        balances:
          'commission_revenue -536; provider_clearing +4286; seller_pending:A -3648; tax_payable_commission -102',
      },
      {
        kind: 'capture',
        key: 'capture:c2:o1',
        title: 'Shipment 2: units 4 and 5 of line 1 = 2857, unit 1 of line 2 = 667. captured 4286 + 3524.',
        postings:
          'provider_clearing +3524; commission_revenue -440; tax_payable_commission -84; seller_pending:A -3000',
        balances:
          'commission_revenue -976; provider_clearing +7810; seller_pending:A -6648; tax_payable_commission -186',
      },
      {
        kind: null,
        key: null,
        title: 'Rest 4190 voided. authorized 12000, captured 7810, voided 4190, capturable 0.',
        postings: '',
        balances:
          'commission_revenue -976; provider_clearing +7810; seller_pending:A -6648; tax_payable_commission -186',
      },
      {
        kind: 'earning_released',
        key: 'earning:o1:release',
        title: 'Delivered and hold days passed: the earning becomes available.',
        postings: 'seller_pending:A +6648; seller_available:A -6648',
        balances:
          'commission_revenue -976; provider_clearing +7810; seller_available:A -6648; tax_payable_commission -186',
      },
    ],
  },
  {
    number: 4,
    title: 'Merchant of record, operator-funded discount, full refund before release',
    lines: [
      'o1 (A) | 1 | 11900 | 0 | 1190 | 10710 | 1710 | 10710 | 1000 | 10000 | 10000 | 2000 | 0 | 8000 | 1710 | 0 | 0',
      'o1 (A) | 2 | 5950 | 0 | 595 | 5355 | 855 | 5355 | 500 | 5000 | 5000 | 1000 | 0 | 4000 | 855 | 0 | 0',
    ],
    steps: [
      {
        kind: 'capture',
        key: 'capture:c1:o1',
        title: 'Full capture.',
        postings:
          'provider_clearing +16065; campaign_funding +1500; tax_payable_sale -2565; commission_revenue -3000; seller_pending:A -12000',
        balances:
          'campaign_funding +1500; commission_revenue -3000; provider_clearing +16065; seller_pending:A -12000; tax_payable_sale -2565',
      },
      {
        kind: 'refund_committed',
        key: 'refund:r1:commit:o1',
        title:
          'Canceled after capture: full refund, seller bears, commission returned. The earning is still pending, so seller_pending is debited.',
        postings:
          'refund_payable -16065; tax_payable_sale +2565; campaign_funding -1500; commission_revenue +3000; seller_pending:A +12000',
        balances: 'provider_clearing +16065; refund_payable -16065',
      },
      {
        kind: 'refund_settled',
        key: 'refund:r1:settle:a1',
        title: 'Provider reports succeeded.',
        postings: 'refund_payable +16065; provider_clearing -16065',
        balances: '',
      },
      {
        kind: null,
        key: null,
        title:
          'Nothing is left of the order: paid, refunded in full, commission due 0, funding 0. The earning is closed with amount 0: no release entry.',
        postings: '',
        balances: '',
      },
    ],
  },
  {
    number: 5,
    title: 'Two partial refunds with remainders, then the rest',
    lines: [
      'o1 (A) | 1 | 9999 | 350 | 350 | 9649 | 1541 | 9299 | 350 | 9649 | 8108 | 1081 | 205 | 8363',
      'o1 (A) | 2 | 1001 | 35 | 35 | 966 | 154 | 931 | 35 | 966 | 812 | 108 | 21 | 837',
    ],
    steps: [
      {
        kind: 'capture',
        key: 'capture:c1:o1',
        title: 'Full capture.',
        postings:
          'provider_clearing +10230; campaign_funding +385; commission_revenue -1189; tax_payable_commission -226; seller_pending:A -9200',
        balances:
          'campaign_funding +385; commission_revenue -1189; provider_clearing +10230; seller_pending:A -9200; tax_payable_commission -226',
      },
      {
        kind: 'earning_released',
        key: 'earning:o1:release',
        title: 'Delivered and hold days passed: the earning becomes available.',
        postings: 'seller_pending:A +9200; seller_available:A -9200',
        balances:
          'campaign_funding +385; commission_revenue -1189; provider_clearing +10230; seller_available:A -9200; tax_payable_commission -226',
      },
      {
        kind: 'refund_committed',
        key: 'refund:r1:commit:o1',
        title: 'First partial refund.',
        postings:
          'refund_payable -3333; campaign_funding -125; commission_revenue +387; tax_payable_commission +73; seller_available:A +2998',
        balances:
          'campaign_funding +260; commission_revenue -802; provider_clearing +10230; refund_payable -3333; seller_available:A -6202; tax_payable_commission -153',
      },
      {
        kind: 'refund_settled',
        key: 'refund:r1:settle:a1',
        title: 'Succeeded.',
        postings: 'refund_payable +3333; provider_clearing -3333',
        balances:
          'campaign_funding +260; commission_revenue -802; provider_clearing +6897; seller_available:A -6202; tax_payable_commission -153',
      },
      {
        kind: 'refund_committed',
        key: 'refund:r2:commit:o1',
        title: 'Second partial refund.',
        postings:
          'refund_payable -1611; campaign_funding -61; commission_revenue +188; tax_payable_commission +36; seller_available:A +1448',
        balances:
          'campaign_funding +199; commission_revenue -614; provider_clearing +6897; refund_payable -1611; seller_available:A -4754; tax_payable_commission -117',
      },
      {
        kind: 'refund_settled',
        key: 'refund:r2:settle:a1',
        title: 'Succeeded.',
        postings: 'refund_payable +1611; provider_clearing -1611',
        balances:
          'campaign_funding +199; commission_revenue -614; provider_clearing +5286; seller_available:A -4754; tax_payable_commission -117',
      },
      {
        kind: 'refund_committed',
        key: 'refund:r3:commit:o1',
        title: 'The rest: 4855 on line 1, 431 on line 2. Every component telescopes to zero.',
        postings:
          'refund_payable -5286; campaign_funding -199; commission_revenue +614; tax_payable_commission +117; seller_available:A +4754',
        balances: 'provider_clearing +5286; refund_payable -5286',
      },
      {
        kind: 'refund_settled',
        key: 'refund:r3:settle:a1',
        title: 'Succeeded.',
        postings: 'refund_payable +5286; provider_clearing -5286',
        balances: '',
      },
    ],
  },
  {
    number: 6,
    title: 'Refunds after payout: kept commission, operator-borne, shared',
    lines: [
      'o1 (A) | 1 | 20000 | 0 | 0 | 20000 | 3193 | 20000 | 0 | 20000 | 20000 | 2500 | 475 | 17025',
      'o2 (A) | 1 | 30000 | 0 | 0 | 30000 | 4790 | 30000 | 0 | 30000 | 30000 | 3750 | 713 | 25537',
    ],
    steps: [
      {
        kind: 'capture',
        key: 'capture:c1:o1',
        title: 'Full capture.',
        postings:
          'provider_clearing +20000; commission_revenue -2500; tax_payable_commission -475; seller_pending:A -17025',
        balances:
          'commission_revenue -2500; provider_clearing +20000; seller_pending:A -17025; tax_payable_commission -475',
      },
      {
        kind: 'earning_released',
        key: 'earning:o1:release',
        title: 'Delivered and hold days passed: the earning becomes available.',
        postings: 'seller_pending:A +17025; seller_available:A -17025',
        balances:
          'commission_revenue -2500; provider_clearing +20000; seller_available:A -17025; tax_payable_commission -475',
      },
      {
        kind: 'payout_assigned',
        key: 'payout:p1:assign',
        title: 'Batch approved: the payout takes every free item of the seller.',
        postings: 'seller_available:A +17025; payout_committed:A -17025',
        balances:
          'commission_revenue -2500; payout_committed:A -17025; provider_clearing +20000; tax_payable_commission -475',
      },
      {
        kind: 'payout_sent',
        key: 'payout:p1:sent',
        title: 'Provider accepted and debited our balance.',
        postings: 'payout_in_transit:A +17025; provider_clearing -17025',
        balances:
          'commission_revenue -2500; payout_committed:A -17025; payout_in_transit:A +17025; provider_clearing +2975; tax_payable_commission -475',
      },
      {
        kind: 'payout_paid',
        key: 'payout:p1:paid',
        title: 'Provider reports paid.',
        postings: 'payout_committed:A +17025; payout_in_transit:A -17025',
        balances: 'commission_revenue -2500; provider_clearing +2975; tax_payable_commission -475',
      },
      {
        kind: 'capture',
        key: 'capture:c2:o2',
        title: 'Full capture of the second order.',
        postings:
          'provider_clearing +30000; commission_revenue -3750; tax_payable_commission -713; seller_pending:A -25537',
        balances:
          'commission_revenue -6250; provider_clearing +32975; seller_pending:A -25537; tax_payable_commission -1188',
      },
      {
        kind: 'refund_committed',
        key: 'refund:r1:commit:o1',
        title: 'Seller bears, commission kept. Goods stay with the buyer: stock is not touched, the entry is the same.',
        postings: 'refund_payable -5000; seller_available:A +5000',
        balances:
          'commission_revenue -6250; provider_clearing +32975; refund_payable -5000; seller_available:A +5000; seller_pending:A -25537; tax_payable_commission -1188',
      },
      {
        kind: 'refund_settled',
        key: 'refund:r1:settle:a1',
        title: 'Succeeded.',
        postings: 'refund_payable +5000; provider_clearing -5000',
        balances:
          'commission_revenue -6250; provider_clearing +27975; seller_available:A +5000; seller_pending:A -25537; tax_payable_commission -1188',
      },
      {
        kind: 'refund_committed',
        key: 'refund:r2:commit:o1',
        title: 'Operator bears: goodwill. Seller, commission and seller VAT do not move.',
        postings: 'refund_payable -2000; goodwill +2000',
        balances:
          'commission_revenue -6250; goodwill +2000; provider_clearing +27975; refund_payable -2000; seller_available:A +5000; seller_pending:A -25537; tax_payable_commission -1188',
      },
      {
        kind: 'refund_settled',
        key: 'refund:r2:settle:a1',
        title: 'Succeeded.',
        postings: 'refund_payable +2000; provider_clearing -2000',
        balances:
          'commission_revenue -6250; goodwill +2000; provider_clearing +25975; seller_available:A +5000; seller_pending:A -25537; tax_payable_commission -1188',
      },
      {
        kind: 'refund_committed',
        key: 'refund:r3:commit:o1',
        title:
          'Seller part half_up(3000 × 70 %) = 2100 first, operator part 900 after it. Commission returned on the seller part only.',
        postings:
          'refund_payable -3000; commission_revenue +263; tax_payable_commission +50; seller_available:A +1787; goodwill +900',
        balances:
          'commission_revenue -5987; goodwill +2900; provider_clearing +25975; refund_payable -3000; seller_available:A +6787; seller_pending:A -25537; tax_payable_commission -1138',
      },
      {
        kind: 'refund_settled',
        key: 'refund:r3:settle:a1',
        title: 'Succeeded.',
        postings: 'refund_payable +3000; provider_clearing -3000',
        balances:
          'commission_revenue -5987; goodwill +2900; provider_clearing +22975; seller_available:A +6787; seller_pending:A -25537; tax_payable_commission -1138',
      },
      {
        kind: null,
        key: null,
        title:
          'refundable(o1) = 20000 − 10000 = 10000. Available of A is negative (the seller owes 6787). No cut-off runs before the next release, so no clawback is opened.',
        postings: '',
        balances:
          'commission_revenue -5987; goodwill +2900; provider_clearing +22975; seller_available:A +6787; seller_pending:A -25537; tax_payable_commission -1138',
      },
      {
        kind: 'earning_released',
        key: 'earning:o2:release',
        title: 'Delivered and hold days passed: the earning becomes available.',
        postings: 'seller_pending:A +25537; seller_available:A -25537',
        balances:
          'commission_revenue -5987; goodwill +2900; provider_clearing +22975; seller_available:A -18750; tax_payable_commission -1138',
      },
      {
        kind: 'payout_assigned',
        key: 'payout:p2:assign',
        title: 'Batch approved: the payout takes every free item of the seller.',
        postings: 'seller_available:A +18750; payout_committed:A -18750',
        balances:
          'commission_revenue -5987; goodwill +2900; payout_committed:A -18750; provider_clearing +22975; tax_payable_commission -1138',
      },
      {
        kind: 'payout_sent',
        key: 'payout:p2:sent',
        title: 'Provider accepted and debited our balance.',
        postings: 'payout_in_transit:A +18750; provider_clearing -18750',
        balances:
          'commission_revenue -5987; goodwill +2900; payout_committed:A -18750; payout_in_transit:A +18750; provider_clearing +4225; tax_payable_commission -1138',
      },
      {
        kind: 'payout_paid',
        key: 'payout:p2:paid',
        title: 'Provider reports paid.',
        postings: 'payout_committed:A +18750; payout_in_transit:A -18750',
        balances: 'commission_revenue -5987; goodwill +2900; provider_clearing +4225; tax_payable_commission -1138',
      },
    ],
  },
  {
    number: 10,
    title: 'Unknown refund, resolved as succeeded by evidence',
    lines: ['o1 (A) | 1 | 5950 | 0 | 0 | 5950 | 950 | 5950 | 0 | 5950 | 5000 | 625 | 119 | 5206'],
    steps: [
      {
        kind: 'capture',
        key: 'capture:c1:o1',
        title: 'Full capture.',
        postings:
          'provider_clearing +5950; commission_revenue -625; tax_payable_commission -119; seller_pending:A -5206',
        balances:
          'commission_revenue -625; provider_clearing +5950; seller_pending:A -5206; tax_payable_commission -119',
      },
      {
        kind: 'earning_released',
        key: 'earning:o1:release',
        title: 'Delivered and hold days passed: the earning becomes available.',
        postings: 'seller_pending:A +5206; seller_available:A -5206',
        balances:
          'commission_revenue -625; provider_clearing +5950; seller_available:A -5206; tax_payable_commission -119',
      },
      {
        kind: 'refund_committed',
        key: 'refund:r1:commit:o1',
        title: 'Approved and claimed, before the call.',
        postings: 'refund_payable -1190; commission_revenue +125; tax_payable_commission +24; seller_available:A +1041',
        balances:
          'commission_revenue -500; provider_clearing +5950; refund_payable -1190; seller_available:A -4165; tax_payable_commission -95',
      },
      {
        kind: null,
        key: null,
        title:
          'The call times out. Refund r1 is `unknown`. refund_payable −1190 is the visible unknown. refundable(o1) = 5950 − 0 − 1190 = 4760. No second refund attempt is made.',
        postings: '',
        balances:
          'commission_revenue -500; provider_clearing +5950; refund_payable -1190; seller_available:A -4165; tax_payable_commission -95',
      },
      {
        kind: null,
        key: null,
        title:
          'The query by idempotency key finds nothing yet; key age 25 h, so a retry is refused. A break of class `unknown_outcome` is open.',
        postings: '',
        balances:
          'commission_revenue -500; provider_clearing +5950; refund_payable -1190; seller_available:A -4165; tax_payable_commission -95',
      },
      {
        kind: 'refund_settled',
        key: 'refund:r1:settle:a1',
        title:
          'A person resolves it with evidence: the provider report shows balance transaction txn_77, −1190, carrying refund id r1.',
        postings: 'refund_payable +1190; provider_clearing -1190',
        balances:
          'commission_revenue -500; provider_clearing +4760; seller_available:A -4165; tax_payable_commission -95',
      },
      {
        kind: null,
        key: null,
        title:
          'A late webhook refund.succeeded (and its duplicate) computes the same key `refund:r1:settle:a1`: the insert conflicts, nothing is posted, the inbox rows are marked `already_applied`.',
        postings: '',
        balances:
          'commission_revenue -500; provider_clearing +4760; seller_available:A -4165; tax_payable_commission -95',
      },
    ],
  },
  {
    number: 11,
    title: 'Commission rule changed between sale and refund',
    lines: [
      'o1 (A) | 1 | 11900 | 0 | 0 | 11900 | 1900 | 11900 | 0 | 11900 | 10000 | 1250 | 238 | 10412',
      'o2 (A) | 1 | 11900 | 0 | 0 | 11900 | 1900 | 11900 | 0 | 11900 | 10000 | 1500 | 285 | 10115',
    ],
    steps: [
      {
        kind: 'capture',
        key: 'capture:c1:o1',
        title: 'May, snapshot of rule v1.',
        postings:
          'provider_clearing +11900; commission_revenue -1250; tax_payable_commission -238; seller_pending:A -10412',
        balances:
          'commission_revenue -1250; provider_clearing +11900; seller_pending:A -10412; tax_payable_commission -238',
      },
      {
        kind: 'capture',
        key: 'capture:c2:o2',
        title: 'June, snapshot of rule v2.',
        postings:
          'provider_clearing +11900; commission_revenue -1500; tax_payable_commission -285; seller_pending:A -10115',
        balances:
          'commission_revenue -2750; provider_clearing +23800; seller_pending:A -20527; tax_payable_commission -523',
      },
      {
        kind: 'earning_released',
        key: 'earning:o1:release',
        title: 'Delivered and hold days passed: the earning becomes available.',
        postings: 'seller_pending:A +10412; seller_available:A -10412',
        balances:
          'commission_revenue -2750; provider_clearing +23800; seller_available:A -10412; seller_pending:A -10115; tax_payable_commission -523',
      },
      {
        kind: 'earning_released',
        key: 'earning:o2:release',
        title: 'Delivered and hold days passed: the earning becomes available.',
        postings: 'seller_pending:A +10115; seller_available:A -10115',
        balances:
          'commission_revenue -2750; provider_clearing +23800; seller_available:A -20527; tax_payable_commission -523',
      },
      {
        kind: 'refund_committed',
        key: 'refund:r1:commit:o1',
        title: 'July: reverses the snapshot of o1 (12.5 %), not the rule of today.',
        postings:
          'refund_payable -5950; commission_revenue +625; tax_payable_commission +119; seller_available:A +5206',
        balances:
          'commission_revenue -2125; provider_clearing +23800; refund_payable -5950; seller_available:A -15321; tax_payable_commission -404',
      },
      {
        kind: 'refund_settled',
        key: 'refund:r1:settle:a1',
        title: 'Succeeded.',
        postings: 'refund_payable +5950; provider_clearing -5950',
        balances:
          'commission_revenue -2125; provider_clearing +17850; seller_available:A -15321; tax_payable_commission -404',
      },
      {
        kind: 'refund_committed',
        key: 'refund:r2:commit:o2',
        title: 'Reverses the snapshot of o2 (15 %).',
        postings:
          'refund_payable -5950; commission_revenue +750; tax_payable_commission +143; seller_available:A +5057',
        balances:
          'commission_revenue -1375; provider_clearing +17850; refund_payable -5950; seller_available:A -10264; tax_payable_commission -261',
      },
      {
        kind: 'refund_settled',
        key: 'refund:r2:settle:a1',
        title: 'Succeeded.',
        postings: 'refund_payable +5950; provider_clearing -5950',
        balances:
          'commission_revenue -1375; provider_clearing +11900; seller_available:A -10264; tax_payable_commission -261',
      },
      {
        kind: null,
        key: null,
        title: 'commission due: o1 625, o2 750.',
        postings: '',
        balances:
          'commission_revenue -1375; provider_clearing +11900; seller_available:A -10264; tax_payable_commission -261',
      },
    ],
  },
  {
    number: 12,
    title: 'Campaign canceled while orders are open',
    lines: [
      'o1 (A) | 1 | 8000 | 0 | 1600 | 8000 | 1277 | 6400 | 1600 | 8000 | 6723 | 840 | 160 | 7000',
      'o2 (A) | 1 | 6000 | 0 | 1200 | 6000 | 958 | 4800 | 1200 | 6000 | 5042 | 630 | 120 | 5250',
      'o3 (B) | 1 | 4000 | 0 | 800 | 4000 | 639 | 3200 | 800 | 4000 | 3361 | 420 | 80 | 3500',
    ],
    steps: [
      {
        kind: null,
        key: null,
        title:
          'Orders placed: budget reserved 3600, committed 0, used 3600 of 5000. A fourth order needing 1600 is refused: 3600 + 1600 > 5000.',
        postings: '',
        balances: '',
      },
      {
        kind: 'capture',
        key: 'capture:c1:o1',
        title: 'Budget: reserved 2000, committed 1600, used 3600.',
        postings:
          'provider_clearing +6400; campaign_funding +1600; commission_revenue -840; tax_payable_commission -160; seller_pending:A -7000',
        balances:
          'campaign_funding +1600; commission_revenue -840; provider_clearing +6400; seller_pending:A -7000; tax_payable_commission -160',
      },
      {
        kind: null,
        key: null,
        title:
          'K2 is canceled. New carts get no discount. Placed orders keep the frozen discount: the price was promised. Budget stays reserved 2000.',
        postings: '',
        balances:
          'campaign_funding +1600; commission_revenue -840; provider_clearing +6400; seller_pending:A -7000; tax_payable_commission -160',
      },
      {
        kind: 'capture',
        key: 'capture:c2:o2',
        title: 'Captured after the cancellation at the promised price. Budget: reserved 800, committed 2800.',
        postings:
          'provider_clearing +4800; campaign_funding +1200; commission_revenue -630; tax_payable_commission -120; seller_pending:A -5250',
        balances:
          'campaign_funding +2800; commission_revenue -1470; provider_clearing +11200; seller_pending:A -12250; tax_payable_commission -280',
      },
      {
        kind: null,
        key: null,
        title:
          'o3 expires without authorization: reservation released. Budget: reserved 0, committed 2800, used 2800. K2 moves to settled when nothing is reserved.',
        postings: '',
        balances:
          'campaign_funding +2800; commission_revenue -1470; provider_clearing +11200; seller_pending:A -12250; tax_payable_commission -280',
      },
      {
        kind: 'refund_committed',
        key: 'refund:r1:commit:o1',
        title:
          'Full refund of o1: the funding returns to the operator although K2 is canceled. Budget committed stays 2800 (restore_budget_on_refund false).',
        postings:
          'refund_payable -6400; campaign_funding -1600; commission_revenue +840; tax_payable_commission +160; seller_pending:A +7000',
        balances:
          'campaign_funding +1200; commission_revenue -630; provider_clearing +11200; refund_payable -6400; seller_pending:A -5250; tax_payable_commission -120',
      },
      {
        kind: 'refund_settled',
        key: 'refund:r1:settle:a1',
        title: 'Succeeded.',
        postings: 'refund_payable +6400; provider_clearing -6400',
        balances:
          'campaign_funding +1200; commission_revenue -630; provider_clearing +4800; seller_pending:A -5250; tax_payable_commission -120',
      },
      {
        kind: null,
        key: null,
        title:
          'Cost of K2 in the ledger = balance of campaign_funding for K2 = 1200; budget used = 2800. Both are shown.',
        postings: '',
        balances:
          'campaign_funding +1200; commission_revenue -630; provider_clearing +4800; seller_pending:A -5250; tax_payable_commission -120',
      },
    ],
  },
] as const satisfies readonly PrintedExample[]

export type PrintedExample = {
  number: number
  title: string
  lines: readonly string[]
  steps: readonly PrintedStep[]
}

export type PrintedStep = {
  kind: string | null
  key: string | null
  title: string
  postings: string
  balances: string
}
