"""The words that tell follow-ups from questions that stand by themselves, in both languages.

They are those of standard Indonesian; the lexicon's table of colloquial words comes before them.
"""

# What goes on from the answer before; a new topic may follow it.
SEQUELS = frozenset(
    "lalu kemudian terus trus dan atau tapi tetapi nah oh ok oke ya jadi begitu gitu selanjutnya "
    "lanjut and then so but or also well now".split()
)
# Words before a condition or a fragment that leave it what it is ("bagaimana jika", "what if").
OPENERS = frozenset("bagaimana apa apakah what how".split())
# What opens a condition or a fragment, whose main clause was said before.
CONDITIONS = frozenset(
    "kalau jika bila apabila seandainya untuk bagi buat dengan tanpa selain kecuali if unless for "
    "about without besides except".split()
)
# What points back to something named before.
POINTERS = frozenset(
    "itu tersebut tadi dia mereka begitu gitu keduanya it its that those this these they them "
    "their he she him her one".split()
)
# Words in -nya that point to nothing: adverbs, and words that merely end so.
NOT_POSSESSIVE = frozenset(
    "hanya tanya bertanya punya biasanya sebaiknya sebenarnya misalnya akhirnya adanya harusnya "
    "seharusnya lainnya semuanya sepenuhnya umumnya intinya pokoknya kayaknya selamanya "
    "sebelumnya selanjutnya sesungguhnya setidaknya selengkapnya".split()
)
# Questions of one word of their own that begin so leave out what they ask about ("bisa daring?").
HELPERS = frozenset(
    "yang apakah bisa bisakah boleh bolehkah perlu perlukah harus haruskah ada adakah wajib "
    "wajibkah can could do does must may should will would need who which".split()
)
# Amounts, dates and durations: every topic has them, so they name none.
QUANTITIES = frozenset(
    "biaya tarif ongkos harga bayar membayar dibayar gratis denda batas waktu tenggat jangka "
    "durasi lama lamanya maksimal hari jam bulan tahun minggu menit tanggal pukul jumlah kali "
    "umur usia cost costs fee fees price charge charges pay free deadline time limit long days "
    "day hours months weeks years date amount fine maximum".split()
)
# What else can be asked about any topic.
FACETS = frozenset(
    "syarat persyaratan cara tata prosedur proses langkah tahap tahapan alasan alamat nomor "
    "telepon surel email kontak isi contoh tujuan tugas fungsi peran wewenang hak kewajiban dasar "
    "sanksi hukuman pengecualian beda perbedaan bentuk jenis macam hasil akibat dampak jadwal "
    "lokasi tempat pihak berkas dokumen formulir bagian nama maksud arti manfaat requirement "
    "requirements condition conditions document documents step steps procedure process way "
    "example examples reason reasons ground grounds purpose address phone number contact form "
    "contents right rights duty duties task tasks role penalty exception exceptions difference "
    "place office name result details".split()
)
# Question words, auxiliaries, prepositions, particles and verbs that say nothing by themselves.
GRAMMAR = frozenset(
    "apa apakah apaan ngapain siapa mana bagaimana kenapa mengapa berapa kapan sebutkan jelaskan "
    "terangkan jelasin contohkan ceritakan tolong coba mohon saja aja sih dong kok deh kah ya yah "
    "yuk kak pak bu min maaf di ke via dari pada kepada oleh dalam dalamnya antara tentang "
    "mengenai soal terhadap sampai hingga sejak setelah sesudah sebelum saat ketika sebagai "
    "karena supaya agar sehingga yang ini itu sini situ sana juga lagi pun pula masih sudah telah "
    "belum akan sedang baru tetap ada adalah adakah merupakan ialah tidak bukan jangan tak tanpa "
    "bisa bisakah dapat boleh bolehkah perlu perlukah harus haruskah wajib wajibkah mau ingin "
    "mungkin pasti paling lebih kurang sangat sekali semua setiap para banyak lain lainnya "
    "selamanya menjadi sendiri sama seperti secara saya aku kami kita anda kamu kalian ia beri "
    "diberi memberi tahu tau taunya maksudnya detail rinci singkat masalah hal sesuatu dimaksud a "
    "an the is are was were be been am do does did done can could may might must shall should "
    "will would have has had i me my we us our you your he she who whom whose which what when "
    "where why how in on at of to by from with into as than not no yes please tell explain give "
    "show more again there here any some all much many just only get got go goes take takes took "
    "make need happens happen mean means say says know want let else next thing things".split()
)
# Words that look like verbs and name a topic.
NO_ACTIONS = frozenset(
    "menteri mentri merek menara mental digital direktur direktorat disabilitas dinas dialog "
    "diskusi diskon ditjen dirjen berita berkas berkala beras berat beranda bersama berikut".split()
)
