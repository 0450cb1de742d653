/** Common given names of many places, but for those that are words or products as well. Names of the incident's people come on top. */
export const GIVEN_NAMES: ReadonlySet<string> = new Set(
	`Aaron Abdul Abdullah Abigail Adam Adrian Agnieszka Ahmad Ahmed Aisha Akira Alan Albert Alejandro Aleksandra Alex Alexander Alexandra Alexei
	Alfred Ali Alice Alina Alison Allan Amanda Amelia Amina Amir Amit Amy Ana Anastasia Andre Andrea Andreas Andrei Andrew Andy Angela Anil Anita
	Anja Anjali Ann Anna Anne Annie Anthony Antoine Anton Antonio Antonia Arjun Arnold Arthur Arun Ashley Astrid Barbara Bartosz Beatrice Ben Benjamin
	Bernard Bernd Bianca Björn Bob Brandon Brenda Brian Bruno Camille Carl Carla Carlos Carmen Carol Caroline Catherine Charles Charlotte Chen
	Chiara Chloe Chris Christian Christina Christine Christoph Christopher Claire Clara Claudia Craig Cristina Cynthia Dan Daniel Daniela Daria
	Dave David Debbie Deborah Deepak Denis Dennis Derek Diana Diego Dieter Dirk Dmitri Dmitry Dominik Donald Donna Dorothy Douglas Dylan Eduardo
	Edward Elena Eleanor Elias Elisabeth Elizabeth Ella Ellen Emily Emma Enrique Eric Erik Ernest Esther Ethan Eugene Eva Evelyn Fatima Felix
	Fernando Filip Fiona Florian Francesca Francesco Francis Francisco Frank Franz Fred Frederik Friedrich Gabriel Gabriela Gareth Gary George Gerald
	Gerhard Giovanni Giulia Greg Gregory Guillaume Gustav Hamid Hana Hannah Hans Harald Harry Hassan Heather Hector Heidi Heike Heinrich Helen Helena
	Helga Henrik Henry Hiroshi Holger Hugo Hussein Ian Ibrahim Igor Ines Ingrid Irina Irene Isabel Isabella Ivan Jack Jacob Jakub James Jan Jana Jane
	Janet Janice Jason Javier Jean Jeff Jeffrey Jennifer Jens Jeremy Jerry Jessica Jill Jim Joan Joanna Joe Joel Johan Johann Johannes John
	Jonas Jonathan Jorge Joseph Joshua Josef Juan Judith Julia Julian Julie Jürgen Justin Kai Karen Karim Karin Karl Katarina Kate Katharina
	Katherine Kathleen Katja Kavita Keith Kelly Ken Kenji Kenneth Kevin Khaled Kim Klaus Krzysztof Kumar Kurt Kyle Lars Larry Laura Laurent
	Lauren Lea Leila Lena Leo Leon Leonard Li Liam Lin Linda Lisa Liu Louis Louise Luca Lucas Lucia Lucy Luis Luisa Lukas Magda Magdalena Mahmoud
	Manuel Manuela Marc Marcel Marco Marcus Marek Margaret Maria Marie Marina Mario Marion Markus Marta Martha Martin Martina Mary Mateusz Matteo
	Matthew Matthias Maurice Max Maya Megan Mehmet Mei Melanie Melissa Michael Michaela Michal Michelle Miguel Mika Mike Mikhail Milan Ming Miriam
	Mohamed Mohammed Mohammad Monica Monika Muhammad Mustafa Nadia Nadine Nancy Naomi Natalia Natalie Nathan Neha Neil Niamh Nicholas Nick Nicolas
	Nicole Nikita Nikolai Nils Nina Noah Nora Oksana Olaf Oleg Olga Oliver Olivia Omar Oscar Otto Owen Pablo Pamela Patricia Patrick Paul Paula Pavel
	Pedro Peter Petra Philip Philipp Phillip Pierre Piotr Pooja Priya Rachel Rafael Rahul Raj Rajesh Ralf Ralph Ramesh Raphael Ravi Raymond Rebecca
	Renate Richard Rita Robert Roberto Robin Rodrigo Roger Roland Roman Ronald Rosa Ruth Ryan Sabine Sabrina Sahil Salma Sam Samantha Samuel
	Sandra Sanjay Sara Sarah Sascha Scott Sean Sebastian Sergei Sergey Sergio Shannon Sharon Silke Silvia Simon Simone Sofia Sophia Sophie Stefan Stefanie
	Stephan Stephanie Stephen Steve Steven Stuart Sunil Susan Susanne Suresh Svetlana Sven Sylvia Takeshi Tamara Tania Tanja Tatiana Teresa
	Thomas Thorsten Tim Timothy Tobias Tom Tomas Tomasz Tony Torsten Tracy Udo Ulrich Ursula Uwe Valentina Valerie Vanessa Vera Veronica Victoria
	Vijay Viktor Vincent Vinod Vladimir Walter Wang Wei Wendy Werner William Wolfgang Xavier Yan Yasmin Yuki Yuri Yusuf Yves Zhang Zoe`.split(
		/\s+/,
	),
);
