/** Some common emoji by their names; a chunk of its own, loaded at the first `:`. One a line: the sign, then words that find it. */
const LIST = `
😀 grinning smile happy
😃 smiley happy open
😄 smile happy eyes
😁 grin beaming teeth
😅 sweat_smile relief nervous
😂 joy laugh tears
🤣 rofl laugh rolling
😊 blush smile warm
🙂 slightly_smiling smile ok
🙃 upside_down silly
😉 wink
😌 relieved calm
😍 heart_eyes love
🥰 smiling_hearts love adore
😘 kiss
😋 yum tasty
😎 sunglasses cool
🤩 star_struck wow
🥳 party celebrate
😏 smirk
😐 neutral
😑 expressionless
🤔 thinking hmm
🤨 raised_eyebrow sceptical
😬 grimacing awkward
🙄 eye_roll
😴 sleeping tired
🥱 yawning tired
😷 mask ill
🤒 thermometer sick
🤕 bandage hurt
🤢 nauseated sick
🥵 hot
🥶 cold freezing
😵 dizzy
🤯 mind_blown
😕 confused
😟 worried
🙁 frowning sad
☹️ sad frown
😮 open_mouth surprised
😲 astonished wow
😳 flushed embarrassed
🥺 pleading please
😢 cry sad tear
😭 sob crying
😱 scream fear
😤 huff triumph
😡 rage angry
😠 angry
🤬 cursing swearing
😇 innocent angel
🤗 hug hugging
🤫 shush quiet
🤭 oops giggle
🫡 salute
🤝 handshake deal agree
👍 +1 thumbsup yes good
👎 -1 thumbsdown no bad
👌 ok_hand perfect
✌️ victory peace
🤞 fingers_crossed luck
👏 clap applause
🙌 raised_hands hooray
🙏 pray thanks please
💪 muscle strong
👋 wave hello bye
✋ raised_hand stop
👉 point_right
👈 point_left
👆 point_up
👇 point_down
✍️ writing
👀 eyes look
🧠 brain
❤️ heart love red
🧡 orange_heart
💛 yellow_heart
💚 green_heart
💙 blue_heart
💜 purple_heart
🖤 black_heart
💔 broken_heart
💯 100 hundred perfect
✨ sparkles shiny new
⭐ star
🌟 glowing_star
🔥 fire hot lit
⚡ zap lightning fast
💥 boom
🎉 tada party congratulations
🎊 confetti
🎁 gift present
🎂 birthday cake
🎈 balloon
🏆 trophy win
🥇 gold first medal
🎯 target goal
🚀 rocket launch ship
✅ check done yes
☑️ checkbox
✔️ tick
❌ x no wrong cross
❗ exclamation important
❓ question
⚠️ warning caution
🚫 prohibited no
⛔ no_entry
🆗 ok
🆕 new
ℹ️ info
🔔 bell notify
🔕 no_bell mute
🔒 lock private
🔓 unlock
🔑 key
🔍 search magnifier
🔗 link
📎 paperclip attach
📌 pin
📍 location place
📅 calendar date
⏰ alarm clock
⏳ hourglass waiting
⌛ hourglass_done time
🕐 clock time
📞 phone call
📱 mobile phone
💻 laptop computer
🖥️ desktop computer
⌨️ keyboard
🖨️ printer
📷 camera photo
🎥 video movie
🎧 headphones
🔋 battery
💡 bulb idea
🔧 wrench repair
🔨 hammer
⚙️ gear settings
🧰 toolbox
🐛 bug
📦 package parcel box
📫 mailbox
✉️ envelope mail
📧 email
📝 memo note
📄 page document
📋 clipboard
📊 chart bar
📈 chart_up growth
📉 chart_down
💰 money bag
💵 dollar money
💶 euro money
💳 credit_card payment
🧾 receipt invoice
🛒 cart shopping
🏷️ label tag
🚚 truck delivery
✈️ plane flight
🚗 car
🚲 bike
🏠 house home
🏢 office
🏥 hospital
☀️ sun sunny
🌧️ rain
❄️ snow cold
🌈 rainbow
🌍 world earth
🌱 seedling
🌹 rose flower
💐 bouquet flowers
🐶 dog
🐱 cat
☕ coffee
🍵 tea
🍕 pizza
🍎 apple
🍰 cake
🍻 cheers beer
⚽ football
🎵 music note
♻️ recycle
🤷 shrug
🤦 facepalm
🙋 raising_hand me
`;

export interface Emoji {
  sign: string;
  name: string;
  words: string;
}

export const EMOJI: Emoji[] = LIST.trim().split('\n').map((line) => {
  const [sign = '', name = '', ...more] = line.split(' ');
  return { sign, name, words: [name, ...more].join(' ') };
});

/** The best few for what was typed: names that begin so, then words that do, then the rest. */
export function found(query: string, most = 8): Emoji[] {
  const rate = (one: Emoji) => (one.name.startsWith(query) ? 3 : one.words.split(' ').some((word) => word.startsWith(query)) ? 2 : one.words.includes(query) ? 1 : 0);
  return EMOJI.map((one) => ({ one, n: rate(one) })).filter(({ n }) => n > 0).sort((a, b) => b.n - a.n).slice(0, most).map(({ one }) => one);
}
