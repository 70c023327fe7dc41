# What an installation without a channel shows in its queue.
first-title = Суваг алга
first-text = Шуудангийн хайрцаг, утасны дугаар эсвэл өөр үйлчилгээ холбоно уу. Харилцагчдын бичсэн зүйл энд гарч ирнэ.
first-text-agent = Админ шуудангийн хайрцаг эсвэл өөр үйлчилгээ холбомогц харилцагчдын бичсэн зүйл энд гарч ирнэ.
first-connect = Суваг холбох
first-demo = Зүгээр танилцаж байна уу? Жишээ харилцагчидтай:

action-go-admin = Удирдлага
action-go-connect = Суваг холбох
