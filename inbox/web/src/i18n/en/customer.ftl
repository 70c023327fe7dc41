# The person who writes: the panel and the contacts.
customer-region = Customer
customer-toggle = Show or hide the customer
customer-nobody = Nobody is known here
customer-addresses = Ways to reach them
customer-find = Find by name or address
customer-none-found = Nobody was found
