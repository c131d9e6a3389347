/** An article of our own, as it must come out of whatever page it is put into. */
export interface Story {
  language: string;
  title: string;
  /** stands under the headline and is not part of the text */
  standfirst: string;
  author: string;
  /** what the author is, in a sentence that stands under the text */
  bio: string;
  paragraphs: readonly string[];
}

export const ENGLISH: Story = {
  language: 'en',
  title: 'Cable to the island fails for the second time in a month',
  standfirst: 'Repair ship is on its way as ministers ask who anchored where',
  author: 'Ilse Varga',
  bio: 'Ilse Varga is the maritime correspondent of this paper.',
  paragraphs: [
    'TALVIK (Northwire) — By Monday morning the telephone exchange on the island had lost both of its lines to the mainland, and the operator said that the cable had been cut at a depth of forty metres.',
    'A bulk carrier had crossed the line at two knots the night before, according to its own transponder. It then waited for nine hours outside territorial waters.',
    'The captain denied everything.',
    '“We lost an anchor in the storm, and we reported it the same day,” he told the harbour radio. “Nobody asked us where.”',
    'Shares in the operator fell by four per cent. The company published pictures of the damage on its Telegram channel and asked fishermen to stay away.',
    'By joining the pact last year, the republic accepted a duty to consult its allies on such cases, the foreign minister said, adding that she would do so this week.',
    'Follow-up talks with the flag state are planned for Friday. Officials in the Channel ports have been told to inspect the ship if it calls there.',
    'Purchases of satellite terminals have been brought forward, the ministry of defence wrote on Facebook.',
    'Related incidents in the strait last autumn were never explained; the inquiry into them was closed without a result in March.',
    'The repair ship is expected on Thursday.',
  ],
};

export const SHORT: Story = {
  ...ENGLISH,
  title: 'Two balloons land in a field near the border',
  paragraphs: [
    'Two balloons that carried cigarettes came down in a field near the border on Sunday night, the guard said.',
    'Nobody was hurt. The airport stayed closed for an hour.',
  ],
};

export const GERMAN: Story = {
  language: 'de',
  title: 'Drohnen über dem Hafen: Marine sucht nach dem Mutterschiff',
  standfirst: 'Der Betrieb ruhte eine Nacht lang, die Ermittler prüfen drei Frachter',
  author: 'Ilse Varga',
  bio: 'Ilse Varga ist Redakteurin für Sicherheitspolitik.',
  paragraphs: [
    'Über dem Tiefwasserhafen sind in der Nacht zum Dienstag mehrere Drohnen gesichtet worden. Der Betrieb ruhte bis zum Morgen, wie die Bundespolizei mitteilte.',
    'Von Schaden ist bisher nichts bekannt.',
    '„Wir gehen davon aus, dass die Geräte von einem Schiff gestartet sind“, sagte eine Sprecherin der Marine. Geprüft würden drei Frachter, die vor der Küste lagen.',
    'Mehr als zwanzig solcher Fälle haben die Behörden seit dem Sommer gezählt. Ein Verantwortlicher wurde in keinem davon gefunden.',
    'Lesen könne man die Flugdaten der sichergestellten Drohne nicht, hieß es weiter; der Speicher sei verschlüsselt.',
    'Der Innenausschuss befasst sich am Mittwoch mit dem Vorfall.',
  ],
};

export const UKRAINIAN: Story = {
  language: 'uk',
  title: 'У порту зупинили роботу через невідомі дрони',
  standfirst: 'Слідчі перевіряють три судна, що стояли на рейді',
  author: 'Ілса Варга',
  bio: 'Ілса Варга — кореспондентка відділу безпеки.',
  paragraphs: [
    'Уночі на вівторок над глибоководним портом помітили кілька дронів. Роботу зупинили до ранку, повідомила прикордонна служба.',
    'Про збитки поки нічого не відомо.',
    '«Ми вважаємо, що апарати запустили з корабля», — сказала речниця флоту. За її словами, перевіряють три вантажні судна.',
    'Читати польотні дані знайденого апарата наразі неможливо, бо пам’ять зашифрована, додали у службі.',
    'Від початку літа влада нарахувала понад двадцять таких випадків, але винних не знайшли в жодному.',
    'Комітет розгляне цю подію в середу.',
  ],
};

export const POLISH: Story = {
  language: 'pl',
  title: 'Balony z przemytem zamknęły lotnisko na godzinę',
  standfirst: 'Straż Graniczna zatrzymała dwie osoby',
  author: 'Ilse Varga',
  bio: 'Ilse Varga jest dziennikarką działu zagranicznego.',
  paragraphs: [
    'W niedzielę w nocy dwa balony z papierosami spadły na pole w pobliżu granicy, poinformowała Straż Graniczna.',
    'Nikt nie został ranny.',
    'Lotnisko było zamknięte przez godzinę, a trzy samoloty skierowano do sąsiedniego portu. „To nie jest przypadek” — powiedział rzecznik rządu.',
    'Czytaj ten raport jako ostrzeżenie, mówił później minister w radiu; jego zdaniem podobnych lotów będzie więcej.',
    'Dwie osoby zatrzymano po stronie polskiej, sprawą zajmuje się prokuratura okręgowa.',
  ],
};

export const CHINESE: Story = {
  language: 'zh',
  title: '海底电缆一个月内第二次中断',
  standfirst: '维修船已经出发',
  author: '韦尔加',
  bio: '韦尔加是本报记者。',
  paragraphs: [
    '运营商周一表示，通往该岛的海底电缆在四十米深处被切断，岛上的电话局失去了与大陆的两条线路。',
    '船长否认了这一切。',
    '根据船舶自动识别系统的记录，一艘散货船前一天晚上以两节的速度越过了电缆，随后在领海外停留了九个小时。',
    '外交部长表示，她将在本周与盟国磋商此事。',
    '维修船预计星期四抵达。',
  ],
};

export const ARABIC: Story = {
  language: 'ar',
  title: 'انقطاع الكابل البحري للمرة الثانية خلال شهر',
  standfirst: 'سفينة الإصلاح في طريقها إلى الجزيرة',
  author: 'إلسا فارغا',
  bio: 'إلسا فارغا مراسلة الشؤون البحرية.',
  paragraphs: [
    'قال المشغل يوم الاثنين إن الكابل البحري المؤدي إلى الجزيرة قطع على عمق أربعين مترا، وإن مركز الهاتف فقد خطيه مع البر الرئيسي.',
    'ونفى القبطان كل شيء.',
    'وكانت سفينة شحن قد عبرت فوق الكابل بسرعة عقدتين في الليلة السابقة، ثم انتظرت تسع ساعات خارج المياه الإقليمية.',
    'وقالت وزيرة الخارجية إنها ستتشاور مع الحلفاء هذا الأسبوع.',
    'ومن المتوقع أن تصل سفينة الإصلاح يوم الخميس.',
  ],
};

export const STORIES = [ENGLISH, SHORT, GERMAN, UKRAINIAN, POLISH, CHINESE, ARABIC] as const;
