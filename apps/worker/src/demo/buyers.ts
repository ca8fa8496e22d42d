import type { PlacePurchase } from '@mainstay/domain/purchase/purchase'

export type DemoBuyer = PlacePurchase['buyer']

/** Who buys, and where their goods go. */
export const nordwindBuyers: readonly DemoBuyer[] = [
  buyer('Hafen City Facility GmbH', 'einkauf@hafencity-facility.example', ['Am Kai 14', '20457', 'Hamburg', 'DE']),
  buyer('Stadtwerke Oldau', 'beschaffung@stadtwerke-oldau.example', ['Werkstraße 3', '29313', 'Hambühren', 'DE']),
  buyer('Baltic Yards UAB', 'purchasing@baltic-yards.example', ['Nemuno g. 22', '91200', 'Klaipėda', 'LT']),
  buyer('Vermeer Installatietechniek', 'inkoop@vermeer-it.example', ['Keileweg 9', '3029 BS', 'Rotterdam', 'NL']),
  buyer('Fonderie Valmont', 'achats@fonderie-valmont.example', ['12 rue des Forges', '54000', 'Nancy', 'FR']),
  buyer('Hotel Seeblick Gruppe', 'technik@seeblick-gruppe.example', ['Strandallee 101', '23669', 'Timmendorf', 'DE']),
  buyer('Kornhaus Betriebe eG', 'einkauf@kornhaus.example', ['Mühlenweg 5', '39104', 'Magdeburg', 'DE']),
  buyer('Gemeente Waterwijk', 'facilitair@waterwijk.example', ['Raadhuisplein 1', '8021 AB', 'Zwolle', 'NL']),
  buyer('Atelier Ligne Claire', 'bonjour@ligne-claire.example', ['8 quai Saint-Vincent', '69001', 'Lyon', 'FR']),
  buyer('Nordsee Windpark Service', 'lager@nordsee-wps.example', ['Am Südhafen 2', '27472', 'Cuxhaven', 'DE']),
  buyer('Klinikum Weserbogen', 'technik@weserbogen.example', ['Klinikweg 40', '31785', 'Hameln', 'DE']),
  buyer('Brauhaus Lerchenfeld', 'keller@lerchenfeld.example', ['Lerchenfelder Str. 7', '96047', 'Bamberg', 'DE']),
  buyer('Malmö Hamnservice AB', 'inkop@hamnservice.example', ['Frihamnsallén 8', '211 20', 'Malmö', 'SE']),
  buyer('Käserei Hochalm', 'einkauf@hochalm.example', ['Dorf 31', '6863', 'Egg', 'AT']),
  buyer('Zakłady Metalowe Wisła', 'zakupy@zm-wisla.example', ['ul. Portowa 17', '80-555', 'Gdańsk', 'PL']),
]

export const balticBuyers: readonly DemoBuyer[] = nordwindBuyers.slice(2, 5)

function buyer(
  name: string,
  email: string,
  [street, postalCode, city, country]: readonly [string, string, string, string],
): DemoBuyer {
  return {
    externalId: email,
    name,
    email,
    address: { name: `${name}, goods in`, street, postalCode, city, region: '', country },
  }
}
