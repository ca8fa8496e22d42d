/** Five goods that differ in size; each costs `growth` times the one before. `from` is minor units, tax included. */
type Range = { title: string; sizes: readonly [string, string, string, string, string]; from: number; growth: number }

export type DemoSeller = { name: string; sku: string; ranges: readonly [Range, Range] }

function range(title: string, sizes: Range['sizes'], price: Pick<Range, 'from' | 'growth'>): Range {
  return { title, sizes, ...price }
}

export const nordwindSellers: readonly DemoSeller[] = [
  {
    name: 'Kaltmann Werkzeuge GmbH',
    sku: 'KW',
    ranges: [
      range('Torque wrench %, 1/2″', ['10–60 Nm', '20–120 Nm', '40–200 Nm', '60–340 Nm', '100–550 Nm'], {
        from: 11_890,
        growth: 1.18,
      }),
      range('Impact socket set, % pieces', ['12', '16', '20', '26', '34'], { from: 6_490, growth: 1.2 }),
    ],
  },
  {
    name: 'Oude Haven Fasteners B.V.',
    sku: 'OH',
    ranges: [
      range('Hex bolt % A4-70, box of 200', ['M6×30', 'M8×40', 'M10×50', 'M12×60', 'M16×80'], {
        from: 2_490,
        growth: 1.4,
      }),
      range('Lock washer % A4, box of 500', ['M6', 'M8', 'M10', 'M12', 'M16'], { from: 1_190, growth: 1.21 }),
    ],
  },
  {
    name: 'Brückner Hydraulik KG',
    sku: 'BH',
    ranges: [
      range('Hydraulic hose 2SN %, 10 m', ['DN8', 'DN10', 'DN12', 'DN16', 'DN20'], { from: 6_390, growth: 1.2 }),
      range('Gear pump, % cm³', ['4', '8', '11', '16', '22'], { from: 18_900, growth: 1.13 }),
    ],
  },
  {
    name: 'Rheintal Elektro',
    sku: 'RE',
    ranges: [
      range('Installation cable NYM-J %, 100 m', ['3×1.5', '3×2.5', '5×1.5', '5×2.5', '5×4'], {
        from: 7_490,
        growth: 1.29,
      }),
      range('Residual current breaker 30 mA, % A', ['16', '25', '40', '63', '80'], { from: 3_990, growth: 1.22 }),
    ],
  },
  {
    name: 'Lindqvist Lager',
    sku: 'LL',
    ranges: [
      range('Deep groove ball bearing % 2RS, pack of 10', ['6204', '6205', '6206', '6208', '6210'], {
        from: 4_290,
        growth: 1.28,
      }),
      range('Pallet rack bay % mm', ['2,500×1,800', '2,500×2,700', '3,000×2,700', '3,500×2,700', '4,000×3,600'], {
        from: 24_900,
        growth: 1.17,
      }),
    ],
  },
  {
    name: 'Atelier Fournier',
    sku: 'AF',
    ranges: [
      range('Oak workbench, % cm', ['120', '150', '180', '200', '240'], { from: 34_900, growth: 1.16 }),
      range('Tool cabinet, % drawers', ['5', '7', '9', '11', '13'], { from: 28_500, growth: 1.15 }),
    ],
  },
  {
    name: 'Polaris Kältetechnik',
    sku: 'PK',
    ranges: [
      range('Refrigerant R290 service kit, % kg', ['0.5', '1', '2', '5', '10'], { from: 5_900, growth: 1.45 }),
      range('Cold room evaporator % kW', ['1.2', '2.1', '3.4', '5.0', '7.5'], { from: 42_000, growth: 1.25 }),
    ],
  },
  {
    name: 'Nordlys Belysning',
    sku: 'NB',
    ranges: [
      range('LED high bay % W, 4000 K', ['80', '100', '150', '200', '240'], { from: 8_990, growth: 1.24 }),
      range('Emergency exit light, % h', ['1', '2', '3', '5', '8'], { from: 4_990, growth: 1.16 }),
    ],
  },
  {
    name: 'Meridian Valves Ltd',
    sku: 'MV',
    ranges: [
      range('Ball valve stainless %, PN40', ['1/4″', '1/2″', '3/4″', '1″', '1 1/2″'], { from: 1_890, growth: 1.36 }),
      range('Butterfly valve % wafer', ['DN50', 'DN65', 'DN80', 'DN100', 'DN125'], { from: 6_790, growth: 1.21 }),
    ],
  },
  {
    name: 'Sturmhaube Arbeitsschutz',
    sku: 'SA',
    ranges: [
      range('Safety boot S3, size %', ['40', '42', '43', '44', '46'], { from: 8_490, growth: 1.02 }),
      range('Fall arrest lanyard % m', ['1.2', '1.5', '2.0', '5.0', '10.0'], { from: 5_690, growth: 1.33 }),
    ],
  },
  {
    name: 'Hansen Tauwerk',
    sku: 'HT',
    ranges: [
      range('Mooring rope % mm, 50 m', ['12', '16', '20', '24', '32'], { from: 7_900, growth: 1.42 }),
      range('Round sling % t, 3 m', ['1', '2', '3', '5', '8'], { from: 1_690, growth: 1.48 }),
    ],
  },
  {
    name: 'Werkraum Mayr',
    sku: 'WM',
    ranges: [
      range('Bandsaw blade bimetal % mm, pack of 5', ['2,110', '2,450', '2,750', '3,160', '3,660'], {
        from: 7_290,
        growth: 1.17,
      }),
      range('End mill carbide % mm', ['6', '8', '10', '12', '16'], { from: 2_390, growth: 1.34 }),
    ],
  },
  {
    name: 'Carbonell Pneumática',
    sku: 'CP',
    ranges: [
      range('Pneumatic cylinder ISO 15552 %', ['32×100', '40×100', '50×160', '63×200', '80×250'], {
        from: 7_850,
        growth: 1.22,
      }),
      range('Push-in fitting % mm, bag of 50', ['4', '6', '8', '10', '12'], { from: 4_150, growth: 1.12 }),
    ],
  },
  {
    name: 'Tatra Stahlbau s.r.o.',
    sku: 'TS',
    ranges: [
      range('Steel grating %, galvanised', ['500×1,000', '600×1,000', '800×1,000', '1,000×1,000', '1,200×1,000'], {
        from: 5_490,
        growth: 1.18,
      }),
      range('Access ladder, % rungs', ['8', '10', '12', '14', '18'], { from: 19_800, growth: 1.14 }),
    ],
  },
  {
    name: 'Kessler Messtechnik',
    sku: 'KM',
    ranges: [
      range('Digital caliper % mm', ['100', '150', '200', '300', '500'], { from: 4_890, growth: 1.38 }),
      range('Pressure gauge 0–% bar', ['6', '10', '16', '40', '100'], { from: 2_790, growth: 1.13 }),
    ],
  },
  {
    name: 'Van der Laan Pompen',
    sku: 'VL',
    ranges: [
      range('Submersible pump % l/min', ['120', '180', '250', '400', '600'], { from: 14_900, growth: 1.28 }),
      range('Mechanical seal % mm', ['12', '16', '20', '25', '32'], { from: 3_490, growth: 1.19 }),
    ],
  },
  {
    name: 'Ostsee Reinigung KG',
    sku: 'OR',
    ranges: [
      range('Industrial degreaser, % l', ['1', '5', '10', '30', '60'], { from: 1_450, growth: 1.75 }),
      range('Wiping cloth roll, % sheets', ['250', '500', '750', '1,000', '1,500'], { from: 1_890, growth: 1.31 }),
    ],
  },
  {
    name: 'Dumont Soudage',
    sku: 'DS',
    ranges: [
      range('Welding wire SG2 % mm, 15 kg', ['0.8', '0.9', '1.0', '1.2', '1.6'], { from: 4_990, growth: 1.05 }),
      range('MIG torch % A, 4 m', ['150', '200', '250', '300', '400'], { from: 9_800, growth: 1.24 }),
    ],
  },
  {
    name: 'Alpina Filtertechnik',
    sku: 'AT',
    ranges: [
      range('Hydraulic filter element % µm', ['3', '6', '10', '16', '25'], { from: 5_690, growth: 1.06 }),
      range('Bag filter F7 %', ['287×592', '490×592', '592×592', '592×892', '592×1,200'], { from: 3_290, growth: 1.2 }),
    ],
  },
  {
    name: 'Solberg Tavler AS',
    sku: 'ST',
    ranges: [
      range('Wall enclosure IP66 %', ['300×300', '400×300', '500×400', '600×600', '800×600'], {
        from: 7_190,
        growth: 1.3,
      }),
      range('Power supply 24 V, % A', ['2.5', '5', '10', '20', '40'], { from: 5_590, growth: 1.41 }),
    ],
  },
]

export const balticSellers: readonly DemoSeller[] = nordwindSellers
  .slice(8, 11)
  .map((seller) => ({ ...seller, name: `${seller.name} (Riga)` }))
